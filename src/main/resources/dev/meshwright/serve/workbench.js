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

  let pending = {};
  const post = (path, body) =>
    fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })
      .then((answer) => answer.json().then((document) => ({ ok: answer.ok, document })));
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
    if (at("plan").value.trim() && at("claims").value.trim()) body.claims = at("claims").value;
    pending = { problem: body.problem, config: body.config };
    post("api/jobs", body)
      .then(({ ok, document }) => {
        if (!ok) {
          say("This cannot be asked:");
          complain(document.faults);
          idle();
          return;
        }
        pending.problem = JSON.parse(document.problem);
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
    const one = { id, sentence, problem: pending.problem, config: pending.config, marked: false };
    answers.push(one);
    const item = document.createElement("li");
    const mark = document.createElement("input");
    mark.type = "checkbox";
    mark.setAttribute("aria-label", "Mark answer " + answers.length + " to compare");
    mark.addEventListener("change", () => {
      one.marked = mark.checked;
      at("compare").disabled = answers.filter((other) => other.marked).length < 2;
    });
    item.append(mark);
    at("compare").hidden = answers.length < 2;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = answers.length + ": " + sentence;
    button.addEventListener("click", () => show(one, button));
    item.append(button);
    at("answers").append(item);
    show(one, button);
  }
  function show(one, button) {
    const id = one.id;
    whatIf(one);
    document.querySelectorAll("#answers button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    at("page").hidden = false;
    at("links").hidden = false;
    at("page").src = "api/jobs/" + id + "/page";
    at("alone").href = "api/jobs/" + id + "/page";
    at("json").href = "api/jobs/" + id + "/answer";
  }
  at("compare").addEventListener("click", () => {
    complain([]);
    post("api/compare", { jobs: answers.filter((one) => one.marked).map((one) => one.id) }).then(({ ok, document }) => {
      if (!ok) { say("These cannot be compared:"); complain(document.faults); return; }
      pending = {};
      fetch("api/jobs/" + document.id + "/answer").then((answer) => answer.json()).then((made) => answered(document.id, made.headlines.join(" ")));
    });
  });

  // A launch script becomes a problem and a plan; a document becomes claims.
  at("launch-file").addEventListener("change", () => {
    const file = at("launch-file").files[0];
    if (file) file.text().then((text) => { at("launch").value = text; });
  });
  at("import").addEventListener("click", () => {
    complain([]);
    const file = at("launch-file").files[0];
    post("api/import", { name: file ? file.name : "launch.sh", text: at("launch").value, gpu: at("gpu").value }).then(({ ok, document }) => {
      if (!ok) { say("This cannot be read:"); complain(document.faults); return; }
      if (!document.pools.length) { say("The launch was read, but its model or its GPUs are not known."); return; }
      edited = true;
      at("problem").value = document.pools[0].problem;
      at("plan").value = document.pools[0].plan;
      at("ask").textContent = "Check";
      say("Read as a problem and a plan" + (document.pools.length > 1 ? ", the first of " + document.pools.length + " pools" : "") + ": check it, or clear the plan and search.");
    });
  });
  at("draft").addEventListener("click", () => {
    complain([]);
    post("api/claims", { text: at("document").value }).then(({ ok, document }) => {
      if (!ok) { say("This cannot be read:"); complain(document.faults); return; }
      at("claims").value = document.claims;
      const layout = at("what-if").dataset.layout;
      if (!at("plan").value.trim() && layout) at("plan").value = layout;
      at("ask").textContent = at("plan").value.trim() ? "Check" : "Search";
      say("Drafted " + document.counts + (at("plan").value.trim() ? ": read them, then check." : ": read them, say a layout, then check."));
    });
  });

  // What if: the layout of an answer under another problem, by the same model. Its degrees stay, its batch is chosen again.
  const SLIDERS = [
    ["Tokens of a prompt or sequence", (problem, times) => { problem.workload.inputTokens = Math.max(1, Math.round(problem.workload.inputTokens * times)); return problem.workload.inputTokens; }, (problem) => typeof problem.workload.inputTokens === "number"],
    ["Tokens of an answer", (problem, times) => { problem.workload.outputTokens = Math.max(2, Math.round(problem.workload.outputTokens * times)); return problem.workload.outputTokens; }, (problem) => typeof problem.workload.outputTokens === "number"],
    ["Sequences in flight", (problem, times) => { problem.workload.concurrency = Math.max(1, Math.round(problem.workload.concurrency * times)); return problem.workload.concurrency; }, (problem) => typeof problem.workload.concurrency === "number"],
    ["Time per output token allowed, ms", (problem, times) => { const most = parseFloat(problem.targets.timePerOutputToken) * times; problem.targets.timePerOutputToken = most + " ms"; return most; }, (problem) => problem.targets && /^[\d.]+ ms$/.test(problem.targets.timePerOutputToken || "")],
    ["Time to first token allowed, ms", (problem, times) => { const most = parseFloat(problem.targets.timeToFirstToken) * times; problem.targets.timeToFirstToken = most + " ms"; return most; }, (problem) => problem.targets && /^[\d.]+ ms$/.test(problem.targets.timeToFirstToken || "")],
  ];
  const nodesOf = (problem) => ((problem.cluster || {}).nodes || []).reduce((sum, group) => sum + group.count, 0);
  SLIDERS.push(["Nodes, the instances growing with them", (problem, times) => { problem.cluster.nodes[0].count = Math.max(1, Math.round(problem.cluster.nodes[0].count * times)); return nodesOf(problem); }, (problem) => ((problem.cluster || {}).nodes || []).length === 1 && typeof problem.cluster.nodes[0].count === "number"]);
  /** A layout with as many more instances as there are more nodes: its degrees stay. */
  const grown = (layout, before, after) => {
    const instances = Math.max(1, Math.floor(Number((layout.match(/ x(\d+)$/) || [0, 1])[1]) * nodesOf(after) / nodesOf(before)));
    return layout.replace(/ x\d+$/, "") + (instances > 1 ? " x" + instances : "");
  };
  const FIGURES = [
    ["throughput, tokens/s", (evaluation) => evaluation.throughput && evaluation.throughput.system, 1],
    ["time to first token, ms", (evaluation) => evaluation.timeToFirstToken, 1000],
    ["time per output token, ms", (evaluation) => evaluation.timePerOutputToken, 1000],
    ["one step, ms", (evaluation) => evaluation.stepTime, 1000],
    ["fullest GPU, GB", (evaluation) => evaluation.memoryPerGpu && evaluation.memoryPerGpu.total, 1e-9],
  ];
  const plain = (value) => (value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3));
  let asking = 0;
  let base = null;
  function whatIf(one) {
    const problem = one.problem;
    at("what-if").hidden = true;
    at("what-if-figures").hidden = true;
    at("what-if-said").textContent = "";
    asking++;
    base = null;
    fetch("api/jobs/" + one.id + "/answer").then((answer) => answer.json()).then((document) => {
      const layout = document.report && document.report.layout;
      at("what-if").dataset.layout = layout && !document.pools ? layout : "";
      if (!problem || !problem.workload || !layout || document.pools) return;
      at("what-if").hidden = false;
      at("what-if-of").textContent = layout + ": its degrees stay, its batch and placement are chosen again.";
      sliders(one, problem, layout);
    });
  }
  function sliders(one, problem, layout) {
    const ranges = [];
    let waiting = 0;
    const changed = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => asIf(one, problem, layout, ranges), 250);
    };
    at("sliders").replaceChildren(...SLIDERS.filter(([, , has]) => has(problem)).map(([words, set], number) => {
      const box = document.createElement("div");
      const label = document.createElement("label");
      const range = document.createElement("input");
      const value = document.createElement("output");
      range.type = "range";
      range.id = "slider-" + number;
      Object.assign(range, { min: -3, max: 3, step: 0.25, value: 0 });
      label.htmlFor = range.id;
      label.textContent = words;
      const shown = () => { value.textContent = plain(set(JSON.parse(JSON.stringify(problem)), 2 ** Number(range.value))); };
      range.addEventListener("input", () => { shown(); changed(); });
      shown();
      ranges.push({ range, set });
      box.append(label, range, value);
      return box;
    }));
  }
  // One figure after the other: first the layout as asked, then under what is supposed, both by a check.
  async function asIf(one, problem, layout, ranges) {
    const mine = ++asking;
    at("what-if-said").textContent = "Asking ...";
    const supposed = JSON.parse(JSON.stringify(problem));
    ranges.forEach(({ range, set }) => set(supposed, 2 ** Number(range.value)));
    if (!base) base = await checked(one, problem, layout, mine);
    const now = await checked(one, supposed, grown(layout, problem, supposed), mine);
    if (mine !== asking || !base || !now) return;
    const rows = FIGURES.map(([words, of, scale]) => [words, of(base.evaluation || {}), of(now.evaluation || {}), scale])
      .filter(([, before, after]) => before && after)
      .map(([words, before, after, scale]) => {
        const row = document.createElement("tr");
        const change = after / before - 1;
        const texts = [words, plain(before * scale), plain(after * scale), Math.abs(change) < 5e-4 ? "" : (change > 0 ? "+" : "") + (100 * change).toFixed(1) + " %"];
        row.append(...texts.map((text, column) => {
          const cell = document.createElement(column ? "td" : "th");
          if (!column) cell.scope = "row";
          cell.textContent = text;
          return cell;
        }));
        return row;
      });
    at("what-if-figures").hidden = !rows.length;
    at("what-if-figures").querySelector("tbody").replaceChildren(...rows);
    const broken = [...(now.violations || []), ...((now.evaluation || {}).missedTargets || [])].map((one) => one.constraint);
    at("what-if-said").textContent = broken.length ? "It breaks or misses: " + broken.join(", ") + "." : "Feasible.";
  }
  async function checked(one, problem, layout, mine) {
    const body = { tab: tab + "-if", problem: JSON.stringify(problem), plan: layout };
    if (one.config) body.config = one.config;
    const { ok, document } = await post("api/jobs", body);
    if (!ok) { at("what-if-said").textContent = document.faults.map((fault) => fault.message).join("; "); return null; }
    const known = await new Promise((heard) => {
      const events = new EventSource("api/jobs/" + document.id + "/events");
      const end = (worked) => { events.close(); heard(worked); };
      events.addEventListener("answered", () => end(true));
      events.addEventListener("failed", () => end(false));
      events.onerror = () => end(false);
    });
    return known && mine === asking ? (await fetch("api/jobs/" + document.id + "/answer")).json() : null;
  }

  ready.catch((reason) => say("The catalogue does not come: " + reason.message));
})();
