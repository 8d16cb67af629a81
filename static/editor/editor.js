/* The editor of the Content area. Without this script, the same form works with a plain text field and a button to check. */
"use strict";
(() => {
  const form = document.getElementById("editor");
  const area = document.getElementById("id_text");
  if (!form || !area || area.readOnly || !globalThis.katMarkdown) return;

  const PAUSE = 600; // milliseconds without typing before the text is checked
  const KEEP_PAUSE = 3000, AGAIN = 10000; // before what was typed is stored, and before that is tried again
  const $ = (id) => document.getElementById(id);
  let original = area.value.replaceAll("\r\n", "\n");
  let isStored = !form.hasAttribute("data-unsaved"); // whether the server has this text
  const storageKey = `kat-words:${location.pathname}`;

  // The field

  const host = document.createElement("div");
  host.className = "editor__host";
  area.after(host);
  area.hidden = true;
  const label = form.querySelector("label[for=id_text]");
  const field = globalThis.katMarkdown.markdownField(host, { text: original, label: label.textContent, onChange: changed, onScroll: follow });
  label.addEventListener("click", (event) => { event.preventDefault(); field.focus(); });

  // Text that was typed but not saved survives a reload and a sign-out in this tab. The versions that the editor had seen
  // are stored with it, so that it does not overwrite what somebody else saved in the meantime.

  let leaving = false;
  const isChanged = () => !isStored || field.text() !== original;
  function remember() {
    const { newest, live } = form.elements;
    if (isChanged()) sessionStorage.setItem(storageKey, JSON.stringify([area.value, newest.value, live.value]));
    else sessionStorage.removeItem(storageKey);
  }
  function changed() {
    area.value = field.text();
    remember();
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
    keepSoon();
  }

  // What is typed is stored every few seconds, for its author alone. It is no draft before the button is pressed.

  const kept = $("kept");
  kept.hidden = false;
  kept.textContent = "What you type is saved by itself, for you alone. “Save draft” shows it to your colleagues.";
  let keepTimer, stored = area.value, isKeeping = false;
  function keepSoon(pause = KEEP_PAUSE) {
    clearTimeout(keepTimer);
    keepTimer = setTimeout(keep, pause);
  }
  async function keep() {
    if (leaving) return;
    if (isKeeping) return keepSoon();
    const text = area.value;
    if (text === stored) return;
    isKeeping = true;
    try {
      const response = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) });
      if (response.redirected || response.status === 403) {
        signedOut();
      } else if (response.ok || response.status === 409) {
        stored = original = text;
        isStored = true;
        remember();
        showKept((await response.json()).words);
      } else {
        showKept(response.status === 422 ? `Not saved: ${(await response.json()).words}` : "Not saved. Your text is kept in this tab.");
      }
    } catch {
      showKept("Not saved: the server does not respond. Your text is kept in this tab. It is tried again.");
      keepSoon(AGAIN);
    } finally {
      isKeeping = false;
    }
  }
  function signedOut() {
    leaving = true; // leaving the page loses nothing now
    showSummary("You were signed out. Reload this page and sign in: your text is kept in this tab, and you can restore it.");
    showKept("Not saved: you were signed out. Your text is kept in this tab.");
  }
  function showKept(words) {
    if (kept.textContent !== words) kept.textContent = words;
  }
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if (isChanged() && !leaving) event.preventDefault(); });
  addEventListener("pageshow", () => { leaving = false; });

  const earlier = isStored && JSON.parse(sessionStorage.getItem(storageKey));
  if (earlier && earlier[0].trimEnd() !== original.trimEnd() && !document.querySelector("[role=alert]")) offer(...earlier);
  else remember();
  function offer(words, newest, live) {
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.innerHTML = "<h2>You typed text here that was not saved</h2><p></p>";
    notice.querySelector("p").append(
      button("Restore it", () => {
        form.elements.newest.value = newest;
        form.elements.live.value = live;
        field.replaceAll(words);
        notice.remove();
      }), " ",
      button("Discard it", () => { sessionStorage.removeItem(storageKey); notice.remove(); field.focus(); }));
    form.parentElement.before(notice);
  }

  // Checks while the editor types

  let timer, running;
  const summary = $("summary"), findings = $("findings"), preview = $("preview");
  form.querySelector(".editor__check").hidden = true;
  async function check() {
    running?.abort();
    running = new AbortController();
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body: new FormData(form), signal: running.signal });
      if (response.redirected || response.status === 403) {
        signedOut();
      } else if (response.ok) {
        showAnswer(await response.json());
      } else if (response.status === 400 || response.status === 413) {
        showSummary("The text is too long to send. Split it into two pages.");
      } else {
        showSummary(response.status === 422 ? (await response.json()).words : "The check failed. Your text is still here. Save a draft.");
      }
    } catch (error) {
      if (error.name !== "AbortError") showSummary("The server did not respond. Your text is still here. Try to save a draft.");
    }
  }
  function showAnswer(answer) {
    showSummary(answer.summary);
    findings.innerHTML = answer.findings;
    field.mark(answer.marks);
    updatePreview(answer.document);
    markPreview();
  }
  function showSummary(words) {
    if (summary.textContent !== words) summary.textContent = words; // a screen reader announces it only when it changes
  }
  findings.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]");
    if (!line) return;
    event.preventDefault();
    field.goTo(Number(line.dataset.line));
  });

  // A link from another page leads to a line: #line-7.
  const line = /^#line-(\d+)$/.exec(location.hash);
  if (line) field.goTo(Number(line[1]));

  // The preview is a page in a frame. Its scripts do not run and its links lead nowhere. It keeps its scroll position when it is updated.

  const blockNavigation = (event) => {
    const link = event.target.closest("a[href]");
    if (!link && event.type === "click") return;
    event.preventDefault();
    const target = link?.getAttribute("href");
    if (link?.dataset.finding) findings.querySelectorAll(".finding")[link.dataset.finding]?.querySelector("[data-line]").focus();
    else if (target?.startsWith("#")) preview.contentDocument.getElementById(target.slice(1))?.scrollIntoView();
  };
  function disableLinks() {
    preview.contentDocument.addEventListener("click", blockNavigation);
    preview.contentDocument.addEventListener("submit", blockNavigation);
  }
  const drawn = () => { disableLinks(); markPreview(); };
  preview.addEventListener("load", drawn);
  if (preview.contentDocument?.readyState === "complete") drawn();
  function updatePreview(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    preview.contentDocument.body.replaceChildren(...fresh.body.childNodes);
  }

  // Each finding is marked in the preview where its words are, with a link back to the list. If the words are those
  // of a link, the link is marked; if they cannot be seen there, such as the name of a source, the nearest heading above.

  function markPreview() {
    const doc = preview.contentDocument, root = doc?.querySelector("main");
    if (!root) return;
    doc.querySelectorAll(".finding-note").forEach((note) => note.remove());
    doc.querySelectorAll("mark.finding-mark").forEach((mark) => mark.replaceWith(...mark.childNodes));
    root.normalize();
    [...findings.querySelectorAll(".finding")].forEach((finding, number) => {
      const place = finding.querySelector("[data-line]");
      if (!place) return;
      const severity = finding.classList.contains("finding--error") ? "error" : "warning";
      const words = finding.dataset.words ?? "", line = Number(place.dataset.line);
      const parts = (words && rangeOf(root, words, earlierIn(words, line, Number(finding.dataset.column)))) || linkOf(root, words) || headingOf(root, line);
      const marks = parts.map(([node, from, to]) => {
        const range = doc.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        const mark = doc.createElement("mark");
        mark.className = `finding-mark finding-mark--${severity}`;
        range.surroundContents(mark);
        return mark;
      });
      marks.at(-1)?.after(noteOf(doc, severity, number, finding));
    });
  }
  function noteOf(doc, severity, number, finding) {
    const link = doc.createElement("a");
    link.href = "#";
    link.className = `finding-note finding-note--${severity}`;
    link.dataset.finding = number;
    link.textContent = severity === "error" ? "✗" : "!";
    link.title = finding.querySelector("p:last-child").textContent.trim();
    link.setAttribute("aria-label", `${severity === "error" ? "Error" : "Warning"}: ${link.title} Go to the list.`);
    return link;
  }
  // How often the words are in the body of the text before the place of the finding.
  function earlierIn(words, line, column) {
    const lines = field.text().split("\n"), end = lines.indexOf("---", 1);
    const before = [...lines.slice(end + 1, line - 1), (lines[line - 1] ?? "").slice(0, column - 1)].join("\n");
    return line > end + 1 ? before.split(words).length - 1 : 0;
  }
  // The parts of text nodes, as [node, from, to], that have the words for the nth time, or for the last time before that.
  function rangeOf(root, words, nth) {
    const nodes = textNodes(root), text = nodes.map((node) => node.data).join("");
    let at = text.indexOf(words);
    if (at < 0) return null;
    for (let next; nth > 0 && (next = text.indexOf(words, at + 1)) > 0; nth--) at = next;
    const parts = [];
    let start = 0;
    for (const node of nodes) {
      const from = Math.max(at - start, 0), to = Math.min(at + words.length - start, node.length);
      if (from < to) parts.push([node, from, to]);
      start += node.length;
    }
    return parts;
  }
  // The link to a page (`page.md#heading`) or to another address.
  function linkOf(root, target) {
    const href = target.replace(/^([^/#:]+)\.md/, "/$1/");
    const link = href && root.querySelector(`a[href="${CSS.escape(href)}"]`);
    return link && textNodes(link).map((node) => [node, 0, node.length]);
  }
  function headingOf(root, line) {
    const above = field.text().split("\n").slice(0, line).filter((text) => text.startsWith("## ")).length;
    const heading = above ? root.querySelectorAll(".prose > h2[id]")[above - 1] : root.querySelector("h1");
    return heading ? textNodes(heading).map((node) => [node, 0, node.length]) : [];
  }
  function textNodes(root) {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("svg, style, .finding-note")) nodes.push(walker.currentNode);
    return nodes.filter((node) => node.length);
  }

  // The preview scrolls to the line in the middle of the field, measured between one heading and the next

  function follow(line) {
    const lines = field.text().split("\n");
    const inText = lines.flatMap((text, at) => (text.startsWith("## ") ? [at + 1] : []));
    const view = preview.contentWindow, shown = preview.contentDocument.querySelector(".prose");
    if (!shown) return;
    const place = (element) => element.getBoundingClientRect().top + view.scrollY;
    const inPage = [...shown.querySelectorAll(":scope > h2[id]")].map(place);
    if (inPage.length !== inText.length) return; // while a heading is being written
    const end = shown.querySelector(":scope > .article__sources");
    const marks = [1, ...inText, lines.length + 1];
    const tops = [0, ...inPage, end ? place(end) : place(shown) + shown.offsetHeight];
    const next = marks.findIndex((mark) => mark > line);
    const share = (line - marks[next - 1]) / (marks[next] - marks[next - 1]);
    const top = tops[next - 1] + share * (tops[next] - tops[next - 1]);
    view.scrollTo({ top: top - view.innerHeight / 2, behavior: "instant" });
  }

  // The toolbar above the field

  function button(label, onClick) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "button";
    element.textContent = label;
    element.addEventListener("click", onClick);
    return element;
  }
  const bar = document.createElement("div");
  bar.className = "editor__bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Insert into the text");
  bar.append(
    button("Bold", () => field.surround("**", "**")),
    button("Italic", () => field.surround("*", "*")),
    button("Heading", () => field.startLines("## ")),
    button("Bullet", () => field.startLines("- ")),
    button("Link", () => field.surround("[", "](page.md)")),
    button("Source", () => field.surround("", "[@source-id]")),
    ...chooser(),
  );
  host.before(bar);
  function chooser() {
    const select = document.createElement("select");
    select.setAttribute("aria-label", "Component");
    for (const block of document.querySelectorAll("[data-sample]")) {
      select.add(new Option(block.closest(".sample").querySelector("h3").textContent, block.textContent));
    }
    return [select, button("Insert", () => field.insertBlock(select.value.trimEnd()))];
  }

  field.mark([...findings.querySelectorAll("[data-line]")].map((link) =>
    [Number(link.dataset.line), link.closest(".finding--error") ? "error" : "warning"]));
})();
