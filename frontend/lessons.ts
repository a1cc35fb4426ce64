// What the teacher says of a file: which lesson it is for, which classes use it, a word to the head.
import { element, part } from "./desk";
import { say } from "./page";
import type { FileInHand } from "./uploads";

/** A lesson, or the lessons of one topic, that a file may be for. */
export interface Choice {
  /** The ids of its lessons, joined by commas. */
  value: string;
  label: string;
  group: string;
  classes: { id: string; name: string }[];
  needs_leave: boolean;
}

export interface Offer {
  upload: string;
  lessons: string[];
  classes: string[];
  note: string;
}

const lessonOf = (row: HTMLElement): HTMLSelectElement => part<HTMLSelectElement>(row, "lesson");

/** The lesson fields of one row. */
export class LessonFields {
  private readonly row: HTMLElement;
  private readonly file: FileInHand;
  private choices: readonly Choice[];

  constructor(row: HTMLElement, file: FileInHand, choices: readonly Choice[], changed: () => void) {
    this.row = row;
    this.file = file;
    this.choices = choices;
    const tag = (numbered += 1);
    const note = part<HTMLInputElement>(row, "note");
    this.select.id = `lesson-${tag}`;
    note.id = `note-${tag}`;
    part<HTMLLabelElement>(row, "lesson-label").htmlFor = this.select.id;
    part<HTMLLabelElement>(row, "note-label").htmlFor = note.id;
    this.offerChoices(choices);
    this.select.addEventListener("change", () => {
      this.explain("");
      this.showClasses();
      changed();
    });
    part(row, "classes").addEventListener("change", changed);
  }

  get chosen(): string {
    return this.select.value;
  }

  /** Opens the fields of a file that has been checked, under names by which they are kept. */
  open(): boolean {
    const fields = part(this.row, "fields");
    if (!fields.hidden) return false;
    fields.hidden = false;
    this.select.name = `lesson:${this.file.id}`;
    part<HTMLInputElement>(this.row, "note").name = `note:${this.file.id}`;
    return true;
  }

  /** Fills the list anew; what was chosen stays chosen when it is still there. */
  offerChoices(choices: readonly Choice[]): void {
    this.choices = choices;
    const before = this.select.value;
    const groups = new Map<string, HTMLOptGroupElement>();
    for (const choice of choices) {
      const group = groups.get(choice.group) ?? document.createElement("optgroup");
      group.label = choice.group;
      groups.set(choice.group, group);
      group.append(new Option(choice.label, choice.value));
    }
    this.select.replaceChildren(new Option(say("lesson_choose"), ""), ...groups.values());
    this.choose(before);
  }

  /** Chooses a lesson; false when it is not among the choices. */
  choose(value: string): boolean {
    if (!value || !this.choices.some((choice) => choice.value === value)) return false;
    this.select.value = value;
    this.showClasses();
    return true;
  }

  explain(sentence: string): void {
    part(this.row, "why").textContent = this.choice?.needs_leave
      ? say("lesson_needs_leave")
      : sentence;
  }

  /** Shows the classes of the lesson, all ticked. */
  showClasses(): void {
    const boxes = (this.choice?.classes ?? []).map(({ id, name }) => {
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", value: id, name: `classes:${this.file.id}` });
      box.defaultChecked = true;
      const label = document.createElement("label");
      label.className = "choice";
      label.append(box, element("span", name));
      return label;
    });
    part(this.row, "class-list").replaceChildren(...boxes);
    part(this.row, "classes").hidden = boxes.length === 0;
  }

  /** What would be handed in; null while something is still to be chosen. */
  get offer(): Offer | null {
    const lessons = this.chosen.split(",").filter(Boolean);
    const ticked = this.row.querySelectorAll<HTMLInputElement>("[data-part=classes] :checked");
    const classes = [...ticked].map((box) => box.value);
    if (this.file.state !== "ready" || lessons.length === 0 || classes.length === 0) return null;
    const note = part<HTMLInputElement>(this.row, "note").value;
    return { upload: this.file.id, lessons, classes, note };
  }

  private get select(): HTMLSelectElement {
    return lessonOf(this.row);
  }

  private get choice(): Choice | undefined {
    return this.choices.find((choice) => choice.value === this.select.value);
  }
}

let numbered = 0;
