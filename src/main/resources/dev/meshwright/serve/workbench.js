"use strict";
// Writes a problem from the form, asks the server, listens to how far it is, and shows the page of the answer.
(function () {
  const at = (id) => document.getElementById(id);
  const tab = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
  let config = "";
  let edited = false;
  let asked = null;
  let listening = null;
  const answers = [];

  const option = (text) => {
    const made = document.createElement("option");
    made.textContent = text;
    made.value = text;
    return made;
  };
  const ready = fetch("api/catalogue").then((answer) => answer.json()).then((catalogue) => {
    at("model").append(...catalogue.models.map(option));
    at("gpu").append(...catalogue.gpus.map((gpu) => option(gpu.name)));
    if (catalogue.models.includes("mixtral-8x7b")) at("model").value = "mixtral-8x7b";
    if (catalogue.gpus.some((gpu) => gpu.name === "h100-sxm")) at("gpu").value = "h100-sxm";
    at("engine").dataset.engines = JSON.stringify(catalogue.engines);
    shape();
  });

  const number = (id) => (at(id).value === "" ? undefined : Number(at(id).value));
  const shown = (id) => !at(id).closest("[hidden]");

  // Fields of the phase that is chosen, and the engines that do such work.
  function shape() {
    const phase = at("phase").value;
    document.querySelectorAll("[data-phases]").forEach((part) => { part.hidden = !part.dataset.phases.split(" ").includes(phase); });
    const engine = at("engine").value;
    const engines = JSON.parse(at("engine").dataset.engines || "[]").filter((one) => one.trains === (phase === "training"));
    at("engine").replaceChildren(at("engine").options[0], ...engines.map((one) => option(one.name)));
    if (engines.some((one) => one.name === engine)) at("engine").value = engine;
    write();
  }

  function written() {
    const phase = at("phase").value;
    const model = config ? { huggingFace: "config.json" } : { catalog: at("model").value };
    if (at("weights").value) model.weights = at("weights").value;
    const workload = { phase, inputTokens: number("input") };
    if (shown("output")) workload.outputTokens = number("output");
    if (shown("batch")) workload.globalBatch = number("batch");
    if (shown("concurrency") && number("concurrency")) workload.concurrency = number("concurrency");
    const targets = {};
    if (shown("first") && number("first")) targets.timeToFirstToken = number("first") + " ms";
    if (shown("each") && number("each")) targets.timePerOutputToken = number("each") + " ms";
    const problem = {
      name: (config ? "uploaded" : at("model").value) + "-" + number("nodes") * number("per-node") + "x" + at("gpu").value,
      model,
      cluster: { nodes: [{ count: number("nodes"), gpus: number("per-node"), gpu: at("gpu").value }] },
      workload,
    };
    if (Object.keys(targets).length) problem.targets = targets;
    if (at("engine").value) problem.assumptions = { engine: at("engine").value };
    return JSON.stringify(problem, null, 2);
  }
  function write() {
    if (!edited) at("problem").value = written();
  }

  at("question").addEventListener("input", (event) => {
    if (event.target.id === "problem") edited = true;
    else if (event.target.id === "phase") shape();
    else write();
    at("ask").textContent = at("plan").value.trim() ? "Check" : "Search";
  });
  at("config").addEventListener("change", () => {
    const file = at("config").files[0];
    config = "";
    if (!file) return write();
    file.text().then((text) => { config = text; write(); });
  });
  at("from-form").addEventListener("click", () => { edited = false; write(); });

  const say = (text) => { at("status").textContent = text; };
  function complain(faults) {
    at("faults").hidden = !faults.length;
    at("faults").replaceChildren(...faults.map((fault) => {
      const item = document.createElement("li");
      item.textContent = [fault.place && fault.place + ":", fault.message, fault.value && "(" + fault.value + ")", fault.maybe].filter(Boolean).join(" ");
      return item;
    }));
  }
  function idle() {
    at("cancel").disabled = true;
    at("enough").disabled = true;
    at("ask").disabled = false;
    if (listening) listening.close();
    listening = null;
    asked = null;
  }

  at("question").addEventListener("submit", (event) => {
    event.preventDefault();
    complain([]);
    say("Asking ...");
    at("ask").disabled = true;
    const body = { tab, problem: at("problem").value };
    if (config) body.config = config;
    if (at("plan").value.trim()) body.plan = at("plan").value;
    fetch("api/jobs", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })
      .then((answer) => answer.json().then((document) => ({ ok: answer.ok, document })))
      .then(({ ok, document }) => {
        if (!ok) {
          say("This cannot be asked:");
          complain(document.faults);
          idle();
          return;
        }
        listen(document.id);
      })
      .catch((reason) => { say("The server does not answer: " + reason.message); idle(); });
  });

  function listen(id) {
    asked = id;
    at("cancel").disabled = false;
    at("enough").disabled = false;
    say("Working ...");
    listening = new EventSource("api/jobs/" + id + "/events");
    listening.addEventListener("progress", (event) => say(event.data));
    listening.addEventListener("answered", (event) => { idle(); answered(id, event.data); });
    listening.addEventListener("failed", () => {
      idle();
      say("This has no answer:");
      fetch("api/jobs/" + id + "/answer").then((answer) => answer.json()).then((document) => complain(document.faults || []));
    });
    listening.onerror = () => { if (asked === id) { say("The server went away."); idle(); } };
  }
  at("cancel").addEventListener("click", () => {
    if (!asked) return;
    fetch("api/jobs/" + asked, { method: "DELETE" });
    idle();
    say("Cancelled.");
  });
  at("enough").addEventListener("click", () => {
    if (!asked) return;
    at("enough").disabled = true;
    fetch("api/jobs/" + asked + "/enough", { method: "POST" }).then(() => say("Ending with the best so far ..."));
  });

  function answered(id, sentence) {
    say(sentence);
    answers.push({ id, sentence });
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = answers.length + ": " + sentence;
    button.addEventListener("click", () => show(id, button));
    item.append(button);
    at("answers").append(item);
    show(id, button);
  }
  function show(id, button) {
    document.querySelectorAll("#answers button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    at("page").hidden = false;
    at("links").hidden = false;
    at("page").src = "api/jobs/" + id + "/page";
    at("alone").href = "api/jobs/" + id + "/page";
    at("json").href = "api/jobs/" + id + "/answer";
  }
  ready.catch((reason) => say("The catalogue does not come: " + reason.message));
})();
