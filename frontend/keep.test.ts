import { beforeEach, describe, expect, test, vi } from "vitest";
import { forgetAll, keepForms, restore } from "./keep";
import { page } from "./page";

const FORM = `
  <main>
    <form method="post" data-keep="remark">
      <textarea name="text">từ máy chủ</textarea>
      <input name="title" value="Bài 1">
      <input type="password" name="password">
      <input type="hidden" name="csrfmiddlewaretoken" value="t">
      <input type="checkbox" name="classes" value="6A" checked>
      <input type="checkbox" name="classes" value="6B">
      <select name="week"><option value="5">5</option><option value="6">6</option></select>
    </form>
  </main>`;

function arrive(how: string, html: string = FORM): HTMLFormElement {
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([
    { type: how } as unknown as PerformanceEntry,
  ]);
  document.body.replaceWith(document.createElement("body"));
  document.body.innerHTML = html;
  const root = document.implementation.createHTMLDocument();
  root.body.replaceWith(document.body.cloneNode(true));
  keepForms(root);
  return root.querySelector("form") ?? document.createElement("form");
}

function type(form: HTMLFormElement, name: string, value: string): void {
  const field = form.querySelector<HTMLInputElement>(`[name=${name}]`)!;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function valueOf(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`[name=${name}]`)!.value;
}

function send(form: HTMLFormElement): void {
  form.dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
}

beforeEach(() => {
  localStorage.clear();
  page.account = "lan";
});

describe("a kept form", () => {
  test("comes back after a reload, and says so", () => {
    type(arrive("navigate"), "text", "Cần bổ sung hoạt động luyện tập");
    const again = arrive("reload");
    expect(valueOf(again, "text")).toBe("Cần bổ sung hoạt động luyện tập");
    expect(again.querySelector(".restored")).not.toBeNull();
  });

  test("brings back boxes and choices as they were left", () => {
    const form = arrive("navigate");
    const boxes = form.querySelectorAll<HTMLInputElement>("[name=classes]");
    boxes[0]!.checked = false;
    boxes[1]!.checked = true;
    boxes[1]!.dispatchEvent(new Event("change", { bubbles: true }));
    type(form, "week", "6");
    const again = arrive("reload");
    const states = [...again.querySelectorAll<HTMLInputElement>("[name=classes]")];
    expect(states.map((box) => box.checked)).toEqual([false, true]);
    expect(valueOf(again, "week")).toBe("6");
  });

  test("never holds passwords or hidden fields", () => {
    const form = arrive("navigate");
    type(form, "password", "mùa thu lá bay");
    type(form, "csrfmiddlewaretoken", "khác");
    type(form, "text", "x");
    const store = JSON.stringify(Object.values(localStorage));
    expect(localStorage.length).toBe(1);
    expect(store).not.toContain("mùa thu");
    expect(store).not.toContain("csrf");
  });

  test("is forgotten when the server's own text stands there again", () => {
    const form = arrive("navigate");
    type(form, "text", "x");
    type(form, "text", "từ máy chủ");
    expect(localStorage.length).toBe(0);
  });

  test("is forgotten once it was sent and another page came", () => {
    const form = arrive("navigate");
    type(form, "text", "đã gửi");
    send(form);
    arrive("navigate", "<main>xong</main>");
    expect(localStorage.length).toBe(0);
  });

  test("is kept when the answer was a refusal", () => {
    const form = arrive("navigate");
    type(form, "text", "chưa gửi được");
    send(form);
    arrive("navigate", "<main data-refused>Thầy/Cô cần đăng nhập</main>");
    expect(valueOf(arrive("navigate"), "text")).toBe("chưa gửi được");
  });

  test("is kept when the connection broke and the person went back", () => {
    const form = arrive("navigate");
    type(form, "text", "mất mạng");
    send(form);
    expect(valueOf(arrive("back_forward"), "text")).toBe("mất mạng");
  });

  test("is kept when it came back with complaints", () => {
    const form = arrive("navigate");
    type(form, "title", "");
    type(form, "text", "sửa tiếp");
    send(form);
    const complaints = FORM.replace('value="Bài 1"', 'value="" aria-invalid="true"');
    expect(valueOf(arrive("navigate", complaints), "text")).toBe("sửa tiếp");
  });

  test("is not shown to another account on the same machine", () => {
    type(arrive("navigate"), "text", "của Lan");
    page.account = "hoa";
    expect(valueOf(arrive("navigate"), "text")).toBe("từ máy chủ");
  });

  test("is given up on request", () => {
    type(arrive("navigate"), "text", "bỏ đi");
    const again = arrive("reload");
    again.querySelector<HTMLButtonElement>(".restored button")!.click();
    expect(valueOf(again, "text")).toBe("từ máy chủ");
    expect(localStorage.length).toBe(0);
  });

  test("is forgotten after a week", () => {
    type(arrive("navigate"), "text", "cũ");
    const key = localStorage.key(0)!;
    const kept = JSON.parse(localStorage.getItem(key)!) as { at: number };
    localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - 8 * 24 * 3600 * 1000 }));
    expect(valueOf(arrive("navigate"), "text")).toBe("từ máy chủ");
    expect(localStorage.length).toBe(0);
  });

  test("survives a store with damaged content", () => {
    localStorage.setItem("keep:lan:remark", "{");
    expect(restore(arrive("navigate"))).toBe(false);
  });
});

test("signing out forgets what this account typed, and only that", () => {
  localStorage.setItem("keep:lan:a", "{}");
  localStorage.setItem("keep:hoa:a", "{}");
  localStorage.setItem("keys-off", "1");
  forgetAll();
  expect(Object.keys(localStorage).sort()).toEqual(["keep:hoa:a", "keys-off"]);
});
