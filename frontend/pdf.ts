// PDF files shown by PDF.js within the content policy: no evaluated text, no WebAssembly. The
// build for older browsers is taken, because phones and Windows 7 machines in schools are old.
// 5.4.530 is the last version whose scans (JBIG2, fax) are decoded without WebAssembly.
import { getDocument, GlobalWorkerOptions } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { PDFDocumentLoadingTask } from "pdfjs-dist";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

declare const PDF_PARTS: string;

/** Starts loading a file of this server; `promise` of the result is the open document. */
export function openPdf(url: string): PDFDocumentLoadingTask {
  GlobalWorkerOptions.workerSrc = worker;
  return getDocument({
    url,
    withCredentials: true,
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: true,
    enableXfa: false,
    wasmUrl: `${PDF_PARTS}wasm/`,
    standardFontDataUrl: `${PDF_PARTS}standard_fonts/`,
  }) as PDFDocumentLoadingTask;
}
