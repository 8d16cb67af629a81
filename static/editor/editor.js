/* The editor of the Content area. Without this script, the same form works with a plain text field and a button to check. */
"use strict";
(() => {
  const form = document.getElementById("editor");
  const area = document.getElementById("id_text");
  if (!form || !area || area.readOnly || !globalThis.katMarkdown) return;

  const PAUSE = 600; // milliseconds without typing before the text is checked
  const $ = (id) => document.getElementById(id);
  const original = area.value.replaceAll("\r\n", "\n");
  const isStored = !form.hasAttribute("data-unsaved"); // whether the server has this text
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
  }
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if (isChanged() && !leaving) event.preventDefault(); });
  addEventListener("pageshow", () => { leaving = false; });

  const kept = isStored && JSON.parse(sessionStorage.getItem(storageKey));
  if (kept && kept[0].trimEnd() !== original.trimEnd() && !document.querySelector("[role=alert]")) offer(...kept);
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
        leaving = true; // leaving the page loses nothing now
        showSummary("You were signed out. Reload this page and sign in: your text is kept in this tab, and you can restore it.");
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
    if (target?.startsWith("#")) preview.contentDocument.getElementById(target.slice(1))?.scrollIntoView();
  };
  function disableLinks() {
    preview.contentDocument.addEventListener("click", blockNavigation);
    preview.contentDocument.addEventListener("submit", blockNavigation);
  }
  preview.addEventListener("load", disableLinks);
  if (preview.contentDocument?.readyState === "complete") disableLinks();
  function updatePreview(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    preview.contentDocument.body.replaceChildren(...fresh.body.childNodes);
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
