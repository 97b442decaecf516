"use strict";
// Draws charts of the tables behind them, opens derivations, and maps the GPUs. Everything that comes from the answer is set as
// text, never as markup.
(function () {
  const answer = JSON.parse(document.getElementById("answer-data").textContent);
  const report = answer.report || {};
  const layout = answer.layout || {};
  const evaluation = answer.evaluation || {};

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  // Numbers on axes and in trees, as tables write them.
  const group = (value) => {
    const size = Math.abs(value);
    if (Number.isInteger(value) || size >= 99.95) return Math.round(value).toLocaleString("en-US");
    if (size < 0.0995) return value.toPrecision(3);
    return value.toFixed(size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3);
  };
  const scaled = (value, units, step) => {
    let unit = 0;
    while (Math.abs(value) >= 999.5 && unit < units.length - 1) { value /= step; unit++; }
    return group(value) + " " + units[unit];
  };
  const seconds = (value) => {
    const size = Math.abs(value);
    if (value === 0 || size >= 0.9995) return group(value) + " s";
    if (size >= 0.9995e-3) return group(value * 1e3) + " ms";
    return size >= 0.9995e-6 ? group(value * 1e6) + " us" : group(value * 1e9) + " ns";
  };
  const bytes = (value) => scaled(value, ["B", "kB", "MB", "GB", "TB", "PB"], 1e3);
  const flops = (value) => scaled(value, ["FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP", "ZFLOP"], 1e3);
  const percent = (value) => (100 * value).toFixed(value !== 0 && Math.abs(value) < 0.000995 ? 2 : 1) + " %";
  const axes = {
    seconds, bytes, flops: (value) => flops(value) + "/s", tokens: group, count: group, intensity: group,
    share: (value) => (Math.abs(value * 100 - Math.round(value * 100)) < 1e-9 ? Math.round(value * 100) + " %" : percent(value)),
  };
  const amounts = {
    bytes, seconds, flop: flops,
    bytes_per_second: (value) => bytes(value) + "/s",
    flop_per_second: (value) => flops(value) + "/s",
    tokens_per_second: (value) => group(value) + " tokens/s",
    sequences_per_second: (value) => group(value) + " sequences/s",
    watts: (value) => group(value) + " W",
    fraction: (value) => (Math.abs(value) > 2 ? group(value) + " times" : percent(value)),
  };
  const amount = (node) => (amounts[node.unit] || group)(node.value);

  // Derivations: each is written out once; what appears again is looked up by its name.
  // Where several answers or pools share the page, each has a book of its own, and the name of its number begins with it: "1:throughput.system".
  const whole = new Map();
  const gather = (node, book) => {
    const keep = (name) => { if (!node.derivedAbove && !whole.has(name)) whole.set(name, node); };
    keep(book + node.quantity + "=" + node.value);
    keep(book + node.quantity);
    (node.inputs || []).forEach((input) => gather(input, book));
  };
  (report.derivations || []).forEach((node) => gather(node, ""));
  Object.entries(report.pools || {}).forEach(([role, pool]) => (pool.derivations || []).forEach((node) => gather(node, role + ":")));
  (answer.contenders || []).forEach((one, index) => (one.derivations || []).forEach((node) => gather(node, index + ":")));
  let opened = "";
  const full = (node) => (node.derivedAbove ? whole.get(opened + node.quantity + "=" + node.value) || node : node);

  // The formula with what was put in.
  const filled = (node) => {
    const inputs = new Map((node.inputs || []).map((input) => [input.symbol, input]));
    return node.formula.replace(/[A-Za-z_][\w.]*/g, (symbol) => (inputs.has(symbol) ? amount(inputs.get(symbol)) : symbol));
  };

  const derivation = (given, depth) => {
    const node = full(given);
    const name = depth > 0 && given.symbol && given.symbol !== node.quantity ? given.symbol + " = " + node.quantity : node.quantity;
    const title = name + " = " + amount(node);
    const inside = () => {
      const box = element("div");
      if (node.formula) {
        box.append(element("code", "= " + node.formula));
        const numbers = filled(node);
        if (numbers !== node.formula) box.append(element("br"), element("code", "= " + numbers));
      }
      if (node.source) box.append(element("div", node.source, "source"));
      if (node.inputs && node.inputs.length) {
        const list = element("ul");
        node.inputs.forEach((input) => {
          const item = element("li");
          item.append(derivation(input, depth + 1));
          list.append(item);
        });
        box.append(list);
      }
      return box;
    };
    if (!node.formula) {
      const leaf = element("span", title);
      if (node.source) leaf.append(element("span", " (" + node.source + ")", "source"));
      return leaf;
    }
    const details = element("details");
    details.append(element("summary", title));
    if (depth < 2) {
      details.open = true;
      details.append(inside());
    } else {
      details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(inside()); });
    }
    return details;
  };

  const dialog = document.getElementById("derivation");
  const open = (node, title, note) => {
    document.getElementById("derivation-title").textContent = title;
    dialog.querySelector(".shown").textContent = note || "";
    dialog.querySelector(".shown").hidden = !note;
    const tree = dialog.querySelector(".tree");
    tree.replaceChildren(derivation(node, 0));
    dialog.showModal();
    dialog.scrollTop = 0;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.why && whole.has(button.dataset.why)) opened = (button.dataset.why.match(/^(?:\d+|prefill|decode):/) || [""])[0];
    if (button.dataset.why && whole.has(button.dataset.why)) open(whole.get(button.dataset.why), "How " + button.textContent + " comes about", button.dataset.note);
    if (button.dataset.claim) {
      const claim = answer.claims[Number(button.dataset.claim)];
      if (claim && claim.tree) {
        gather(claim.tree, "");
        opened = "";
        open(claim.tree, "How " + button.textContent + " comes about");
      }
    }
    if (button.classList.contains("copy-button")) copy(button);
  });

  const copy = (button) => {
    const box = button.closest(".copy");
    const said = box.querySelector("[role=status]");
    const text = box.querySelector("pre");
    const done = () => { said.textContent = "Copied."; };
    const select = () => {
      getSelection().selectAllChildren(text);
      said.textContent = "Selected: copy it with Ctrl+C.";
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text.textContent).then(done, select);
    else select();
  };

  // Charts.
  const value = (cell) => (cell && cell.dataset.v !== undefined ? Number(cell.dataset.v) : null);
  const table = (figure) => {
    const heads = [...figure.querySelector("thead tr").children].map((head) => ({ text: head.textContent, unit: head.dataset.unit || "" }));
    const rows = [...figure.querySelectorAll("tbody tr")].map((row) => ({
      kind: row.dataset.kind,
      name: row.children[0].textContent,
      head: value(row.children[0]),
      cells: [...row.children].slice(1).map((cell) => ({ value: value(cell), text: cell.textContent })),
    }));
    return { heads, rows };
  };
  // Pixels that charts have; on a phone names break and axes have fewer numbers.
  let room = 680;
  const narrow = () => room < 520;
  const short = (text) => { const most = narrow() ? 36 : 52; return text.length > most ? text.slice(0, most - 1) + "…" : text; };
  const wide = (texts, size) => Math.max(0, ...texts.map((one) => one.length)) * (size || 12) * 0.58;
  // Lines that a legend takes.
  const legendLines = (words) => {
    let lines = 1, at = 0;
    words.forEach((word) => {
      const each = 34 + word.length * 6.2;
      if (at > 0 && at + each > room - 20) { lines++; at = 0; }
      at += each;
    });
    return lines;
  };
  const base = () => ({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink") },
    grid: { left: 4, right: 30, top: 8, bottom: 4, containLabel: true },
    tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("sheet"), borderColor: colour("line"), textStyle: { color: colour("ink") } },
  });
  const axis = (unit, more) => Object.assign({
    type: "value", splitNumber: narrow() ? 2 : 4,
    axisLabel: { color: colour("soft"), hideOverlap: true, formatter: (at) => (axes[unit] || group)(at) },
    splitLine: { lineStyle: { color: colour("line") } }, axisLine: { show: false },
  }, more);
  // An axis that ends with the data: the number at its end would stand beside a round one.
  const over = (end) => { const made = axis("seconds", { max: end }); made.axisLabel.showMaxLabel = false; return made; };
  // Seconds from the least to the most: with as many digits as tell its numbers apart.
  const between = (values, more) => {
    const least = Math.min(...values), most = Math.max(...values);
    const unit = most >= 0.9995 ? 1 : most >= 0.9995e-3 ? 1e3 : 1e6;
    const digits = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(Math.max((most - least) * unit, 1e-6)))));
    const made = axis("seconds", Object.assign({ min: least, max: most > least ? most : least * 1.01 + 1e-9 }, more));
    Object.assign(made.axisLabel, { showMinLabel: false, showMaxLabel: false, formatter: (at) => (at * unit).toFixed(digits) + { 1: " s", 1e3: " ms", 1e6: " us" }[unit] });
    return made;
  };
  const names = (rows) => ({
    type: "category", inverse: true, data: rows.map((row) => short(row.name)),
    axisLabel: Object.assign({ color: colour("ink"), interval: 0 }, narrow() ? { width: 104, overflow: "break", fontSize: 11, lineHeight: 12 } : {}), axisTick: { show: false }, axisLine: { lineStyle: { color: colour("line") } },
  });
  const kinds = {
    compute: "compute", communication: "communication", overhead: "overhead", other: "other", bound: "other", loss: "loss",
    achieved: "achieved", near: "compute", behind: "other", weights: "weights", experts: "experts", cache: "cache",
    activations: "activations", buffers: "buffers", runtime: "other", optimizer: "loss", gradients: "communication", training: "loss",
  };
  const paint = (kind) => colour(kinds[kind] || "compute");
  const palette = () => ["compute", "communication", "achieved", "overhead", "activations", "cache", "loss", "other"].map(colour);
  const unitOf = (data) => data.heads.findIndex((head) => head.unit) - 1;

  const charts = {
    bars(data) {
      const at = unitOf(data);
      const unit = data.heads[at + 1].unit;
      return {
        height: 40 + (narrow() ? Math.max(27, 4 + 13 * Math.ceil((6.4 * Math.max(...data.rows.map((row) => short(row.name).length))) / 104)) : 25) * data.rows.length,
        option: {
          xAxis: axis(unit), yAxis: names(data.rows),
          series: [{
            type: "bar", barMaxWidth: 16,
            label: { show: true, position: "right", color: colour("ink"), formatter: (point) => data.rows[point.dataIndex].cells[at].text },
            data: data.rows.map((row) => ({ value: row.cells[at].value, itemStyle: { color: paint(row.kind) }, label: { position: row.cells[at].value < 0 ? "left" : "right" } })),
          }],
          grid: { left: 4, right: 18 + wide(data.rows.map((row) => row.cells[at].text)), top: 8, bottom: 4, containLabel: true },
          tooltip: { formatter: (point) => data.rows[point.dataIndex].name + ": " + data.rows[point.dataIndex].cells[at].text },
        },
      };
    },
    waterfall(data) {
      const rows = data.rows;
      const left = rows.map((row) => row.cells[0].value);
      return {
        height: 40 + 27 * rows.length,
        option: {
          xAxis: axis("tokens", { min: 0 }), yAxis: names(rows),
          series: [
            { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent" }, data: rows.map((row, n) => (row.kind === "loss" ? left[n] : 0)) },
            {
              type: "bar", stack: "all", barMaxWidth: 17,
              label: { show: true, position: "right", color: colour("ink"), formatter: (point) => rows[point.dataIndex].cells[1].text },
              data: rows.map((row, n) => ({ value: row.kind === "loss" ? Math.max(0, left[n - 1] - left[n]) : left[n], itemStyle: { color: paint(row.kind) } })),
            },
          ],
          grid: { left: 4, right: 62, top: 8, bottom: 4, containLabel: true },
          tooltip: { formatter: (point) => rows[point.dataIndex].name + ": " + rows[point.dataIndex].cells[0].text + " left, " + rows[point.dataIndex].cells[1].text },
        },
      };
    },
    roofline(data) {
      const roofs = data.rows.filter((row) => row.kind === "roof");
      const kernels = data.rows.filter((row) => row.kind === "kernel");
      const low = Math.pow(10, Math.floor(Math.log10(Math.min(...kernels.map((row) => row.cells[0].value)))));
      const knees = roofs.map((row) => row.cells[1].value / row.cells[2].value);
      const high = Math.pow(10, Math.ceil(Math.log10(Math.max(...knees, ...kernels.map((row) => row.cells[0].value)) * 1.5)));
      const lines = roofs.map((row, n) => ({
        type: "line", name: row.name, symbol: "none", silent: true, lineStyle: { color: palette()[n % 8 === 0 ? 7 : n], width: 2 },
        endLabel: { show: true, color: colour("soft"), formatter: row.name.replace("peak in ", ""), distance: 4 },
        data: [[low, low * row.cells[2].value], [knees[n], row.cells[1].value], [high, row.cells[1].value]],
      }));
      const log = (unit, name, more) => axis(unit, Object.assign({ type: "log", name, nameLocation: "middle", nameTextStyle: { color: colour("soft") } }, more));
      const lines18 = 18 * legendLines(kernels.map((row) => row.name));
      return {
        height: 340 + lines18,
        option: {
          xAxis: log("intensity", "FLOP per byte", { min: low, max: high, nameGap: 26 }),
          yAxis: log("flops", "", { max: undefined }),
          series: lines.concat(kernels.map((row, n) => ({
            type: "scatter", name: row.name, symbolSize: 12, itemStyle: { color: palette()[n % 7] },
            symbol: ["circle", "rect", "triangle", "diamond"][n % 4],
            data: [[row.cells[0].value, row.cells[1].value]],
          }))),
          legend: { bottom: 0, textStyle: { color: colour("ink") }, itemWidth: 12, itemHeight: 12, data: kernels.map((row) => row.name) },
          grid: { left: 4, right: 44, top: 14, bottom: 34 + lines18, containLabel: true },
          tooltip: { formatter: (point) => { const row = kernels.find((one) => one.name === point.seriesName); return row ? row.name + "\n" + row.cells[0].text + "\n" + row.cells[1].text + " of " + row.cells[2].text : ""; } },
        },
      };
    },
    pairs(data) {
      const columns = data.heads.map((head, at) => ({ head, at: at - 1 })).filter((column) => column.head.unit);
      return grouped(data, columns.filter((column) => data.rows.some((row) => row.cells[column.at].value)));
    },
    percentiles(data) {
      const columns = data.heads.map((head, at) => ({ head, at: at - 1 })).filter((column) => column.head.unit);
      const one = data.rows.map((row) => grouped({ heads: data.heads, rows: [row] }, columns));
      return { height: 0, several: one };
    },
    // Each row by itself: figures of different units beside each other.
    rows(data) {
      const columns = data.heads.map((head, at) => ({ head, at: at - 1 })).filter((column) => column.head.unit);
      return { height: 0, several: data.rows.map((row) => {
        const one = grouped({ heads: data.heads, rows: [row] }, columns, row.kind);
        one.height = 26 + 20 * columns.length;
        one.option.legend = undefined;
        one.option.xAxis = Object.assign(one.option.xAxis, { show: false });
        const left = narrow() ? 92 : 160;
        one.option.yAxis = { type: "category", inverse: true, data: [row.name], axisLabel: { color: colour("ink"), width: left - 10, overflow: "break", lineHeight: 13, fontSize: narrow() ? 11 : 12 }, axisTick: { show: false }, axisLine: { show: false } };
        one.option.grid = { left, right: 34 + wide(columns.map((column) => row.cells[column.at].text + column.head.text), 11), top: 2, bottom: 2 };
        one.option.series.forEach((series) => { series.label.formatter = (point) => series.name + "  " + row.cells[columns.find((column) => column.head.text === series.name).at].text; });
        one.option.tooltip = { show: false };
        return one;
      }) };
    },
    // Micro-batches in each stage: blocks of our own, which no chart of the library has.
    pipeline(data) {
      const rows = data.rows;
      const [begins, takes, count, pace] = [0, 1, 2, 3].map((at) => rows.map((row) => row.cells[at].value));
      const shown = Math.min(count[0], 48);
      const end = Math.max(...rows.map((row, n) => begins[n] + (shown - 1) * pace[n] + takes[n]));
      const left = 62, step = 24, height = rows.length * step + 26;
      return { height, own(box) {
        const wide = box.clientWidth || 680;
        const x = (at) => left + ((wide - left - 10) * at) / end;
        const svg = drawing(box, wide, height);
        rows.forEach((row, n) => {
          text(svg, left - 6, n * step + 16, row.name, "end");
          mark(svg, x(0), n * step + 4, wide - 10 - left, step - 6, colour("line"), row.name + ": " + row.cells[5].text + " of the time in bubbles");
          for (let batch = 0; batch < shown; batch++) {
            mark(svg, x(begins[n] + batch * pace[n]), n * step + 4, Math.max(0.7, x(takes[n]) - left - 0.8), step - 6, palette()[batch % 7], row.name + ", micro-batch " + batch + ": " + row.cells[1].text);
          }
        });
        moments(end).forEach((at) => text(svg, x(at), height - 6, seconds(at), at ? "middle" : "start", "soft"));
      } };
    },
    // A cell for each number, the mean pale, above it red, below it blue.
    heat(data) {
      const columns = data.heads.length - 1;
      // One scale for all maps of the page: before and after are to be compared.
      const most = Math.max(1.01, ...[...document.querySelectorAll("figure:has([data-chart=heat]) td[data-v]")].map((cell) => Number(cell.dataset.v)));
      const step = data.rows.length > 40 ? 8 : 14, left = 62, height = data.rows.length * step + 40;
      const shade = (value) => {
        const far = value > 1 ? (value - 1) / (most - 1) : 1 - value;
        return "hsl(" + (value > 1 ? "14 75% " : "212 62% ") + Math.round(dark() ? 24 + 42 * far : 94 - 48 * far) + "%)";
      };
      return { height, own(box) {
        const wide = box.clientWidth || 680;
        const each = (wide - left - 6) / columns;
        const svg = drawing(box, wide, height);
        data.rows.forEach((row, n) => {
          if (n % Math.ceil(12 / step) === 0 && (step > 10 || n % 4 === 0)) text(svg, left - 6, n * step + step / 2 + 4, row.name, "end", "soft", 9);
          row.cells.forEach((cell, at) => mark(svg, left + at * each, n * step, Math.max(0.5, each - 0.5), step - 0.5, shade(cell.value || 0), row.name + ", rank " + data.heads[at + 1].text + ": " + cell.text));
        });
        const low = data.rows.length * step;
        const every = Math.ceil(columns / 16);
        data.heads.slice(1).forEach((head, at) => { if (at % every === 0) text(svg, left + (at + 0.5) * each, low + 12, head.text, "middle", "soft", 9); });
        [0, 0.5, 1, 1 + (most - 1) / 2, most].forEach((value, n) => {
          const at = left + n * Math.min(74, (wide - left) / 5);
          mark(svg, at, low + 22, 18, 10, shade(value), group(value));
          text(svg, at + 22, low + 31, group(value), "start", "soft", 10);
        });
      } };
    },
    // Each request through both pools. Answers take far longer than all before them: what is drawn ends where the last of them is seated.
    journeys(data) {
      const paints = ["line", "compute", "communication", "line", "achieved"];
      const rows = data.rows.map((row) => row.cells.slice(0, 6).map((cell) => cell.value));
      const seated = rows.map((parts) => parts.slice(0, 5).reduce((sum, part) => sum + part, 0));
      const end = Math.max(...seated) * 1.1;
      const left = 86, step = 12, height = rows.length * step + 48;
      return { height, own(box) {
        const all = box.clientWidth || 680;
        const x = (at) => left + ((all - left - 10) * at) / end;
        const svg = drawing(box, all, height);
        rows.forEach((parts, n) => {
          text(svg, left - 6, n * step + 9, data.rows[n].name, "end", "soft", 9);
          let from = parts[0];
          paints.forEach((paint, part) => {
            const to = Math.min(end, from + parts[part + 1]);
            if (to > from) mark(svg, x(from), n * step + 1, Math.max(0.7, x(to) - x(from)), step - 3, colour(paint), data.rows[n].name + " " + data.heads[part + 2].text + ": " + data.rows[n].cells[part + 1].text);
            from = to;
          });
        });
        const low = rows.length * step;
        moments(end).forEach((tick) => text(svg, x(tick), low + 14, seconds(tick), tick ? "middle" : "start", "soft"));
        let at = left;
        [1, 2, 4, 0].forEach((part) => {
          const words = part ? data.heads[part + 2].text : "waits";
          mark(svg, at, low + 28, 12, 10, colour(paints[part]), words);
          text(svg, at + 16, low + 37, words, "start", "ink", narrow() ? 9 : 11);
          at += (narrow() ? 24 : 36) + words.length * (narrow() ? 4.6 : 6);
        });
      } };
    },
    // The prefill pool and what travels, then the decode pool: their numbers differ a hundredfold.
    places(data) {
      return { height: 0, several: [[0, 1, 2], [3, 4]].map((columns) => ({
        height: 200,
        option: {
          xAxis: over(data.rows[data.rows.length - 1].head),
          yAxis: axis("count", { name: "requests", minInterval: 1, nameTextStyle: { color: colour("soft") } }),
          series: columns.map((at) => ({
            type: "line", symbol: "circle", name: data.heads[at + 1].text, showSymbol: false, step: "end", itemStyle: { color: colour(["other", "compute", "communication", "other", "achieved"][at]) }, lineStyle: { width: 1.5 },
            data: data.rows.map((row) => [row.head, row.cells[at].value]),
          })),
          legend: { bottom: 0, textStyle: { color: colour("ink") } },
          grid: { left: 4, right: 20, top: 34, bottom: 34, containLabel: true },
          tooltip: { trigger: "axis", formatter: (points) => seconds(points[0].value[0]) + "\n" + points.map((point) => group(point.value[1]) + " " + point.seriesName).join("\n") },
        },
      })) };
    },
    timeline(data) {
      const line = (at, axisIndex, n) => ({
        type: "line", symbol: "circle", name: data.heads[at + 1].text, yAxisIndex: axisIndex, showSymbol: false, step: axisIndex ? false : "end",
        itemStyle: { color: palette()[n] }, lineStyle: { color: palette()[n], width: 1.5, type: axisIndex ? "dashed" : "solid" },
        data: data.rows.map((row) => [row.head, row.cells[at].value]),
      });
      return {
        height: 280,
        option: {
          xAxis: over(data.rows[data.rows.length - 1].head),
          yAxis: [axis("count", { name: "requests", nameTextStyle: { color: colour("soft") } }), axis("share", { name: "cache", min: 0, max: 1, interval: 0.25, nameTextStyle: { color: colour("soft") }, splitLine: { show: false } })],
          series: [line(0, 0, 0), line(1, 0, 1), line(2, 1, 2)],
          legend: { bottom: 0, textStyle: { color: colour("ink") } },
          grid: { left: 4, right: 10, top: 34, bottom: 36, containLabel: true },
          tooltip: { trigger: "axis", formatter: (points) => seconds(points[0].value[0]) + "\n" + points.map((point) => point.seriesName + ": " + (point.seriesIndex === 2 ? percent(point.value[1]) : group(point.value[1]))).join("\n") },
        },
      };
    },
    // One small chart for each time: they differ a hundredfold.
    spread(data) {
      const columns = [0, 1, 2].filter((at) => data.rows.some((row) => row.cells[at].value !== null));
      return { height: 0, several: columns.map((at, n) => ({
        height: 132,
        option: {
          xAxis: between(data.rows.map((row) => row.cells[at].value).filter((one) => one !== null), { name: data.heads[at + 1].text, nameLocation: "middle", nameGap: 24, nameTextStyle: { color: colour("soft") } }),
          yAxis: axis("share", { min: 0, max: 1, splitNumber: 2 }),
          series: [{ type: "line", symbol: "circle", symbolSize: 5, itemStyle: { color: palette()[n] }, lineStyle: { color: palette()[n] }, data: data.rows.map((row) => [row.cells[at].value, row.head]) }],
          grid: { left: 4, right: 34, top: 8, bottom: 22, containLabel: true },
          tooltip: { formatter: (point) => percent(point.value[1]) + " of the requests: " + seconds(point.value[0]) + " at most" },
        },
      })) };
    },
    layers(data) {
      return {
        height: 260,
        option: {
          xAxis: axis("count", { name: "layer", nameLocation: "middle", nameGap: 24, minInterval: 1, nameTextStyle: { color: colour("soft") } }),
          yAxis: axis("count", { name: "busiest over mean", scale: true, nameTextStyle: { color: colour("soft"), align: "left" } }),
          series: [0, 1, 2].filter((at) => data.rows.some((row) => row.cells[at].value !== null)).map((at) => ({
            type: "line", symbol: "circle", name: data.heads[at + 1].text, symbolSize: 4, itemStyle: { color: palette()[[1, 0, 7][at]] }, lineStyle: { color: palette()[[1, 0, 7][at]], type: at === 2 ? "dashed" : "solid" },
            data: data.rows.map((row) => [row.head, row.cells[at].value]),
          })),
          legend: { bottom: 0, textStyle: { color: colour("ink") } },
          grid: { left: 4, right: 20, top: 34, bottom: 52, containLabel: true },
          tooltip: { formatter: (point) => "layer " + point.value[0] + ", " + point.seriesName + ": " + group(point.value[1]) },
        },
      };
    },
    scatter(data) {
      const unit = data.heads[1].unit;
      const groups = [...new Set(data.rows.map((row) => row.kind))];
      const values = data.rows.flatMap((row) => [row.cells[0].value, row.cells[1].value]).filter((value) => value > 0);
      // From one of 1, 2 or 5 to another.
      const steps = (value, up) => {
        const power = Math.pow(10, Math.floor(Math.log10(value)));
        const round = [1, 2, 5, 10].map((step) => step * power);
        return up ? round.find((one) => one >= value) : round.reverse().find((one) => one <= value);
      };
      const low = steps(Math.min(...values) * 0.97, false), high = steps(Math.max(...values) * 1.03, true);
      const log = (name) => axis(unit, { type: "log", min: low, max: high, name, nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colour("soft") } });
      const lines = legendLines(groups.map((name) => name || "rows"));
      return {
        height: 400 + 20 * lines,
        option: {
          xAxis: log("measured"), yAxis: Object.assign(log("predicted"), { nameLocation: "end", nameGap: 10 }),
          series: groups.map((name, n) => ({
            type: "scatter", name: name || "rows", symbolSize: 5, large: false, itemStyle: { color: palette()[n % 8], opacity: 0.8 }, symbol: ["circle", "triangle", "rect"][Math.floor(n / 8) % 3],
            data: data.rows.filter((row) => row.kind === name).map((row) => [row.cells[0].value, row.cells[1].value, row.name]),
            markLine: n ? undefined : { symbol: "none", silent: true, label: { show: false }, lineStyle: { color: colour("soft"), type: "solid" }, data: [[{ coord: [low, low] }, { coord: [high, high] }]] },
          })),
          legend: { bottom: 0, textStyle: { color: colour("ink"), fontSize: 11 }, itemWidth: 10, itemHeight: 8 },
          grid: { left: 4, right: 34, top: 26, bottom: 34 + 20 * lines, containLabel: true },
          tooltip: { formatter: (point) => point.value[2] + "\nmeasured " + axes[unit](point.value[0]) + ", predicted " + axes[unit](point.value[1]) },
        },
      };
    },
    front(data) {
      return {
        height: 380,
        option: {
          xAxis: axis("tokens", { min: 0, name: "tokens/s of a user", nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colour("soft") } }),
          yAxis: axis("tokens", { min: 0, name: "tokens/s of each GPU", nameTextStyle: { color: colour("soft"), align: "left" } }),
          series: [{
            type: "line", symbol: "circle", step: "end", symbolSize: 10, lineStyle: { color: colour("compute") },
            data: data.rows.map((row) => ({ value: [row.cells[0].value, row.cells[1].value], name: row.name, symbol: row.kind === "achieved" ? "diamond" : "circle", symbolSize: row.kind === "achieved" ? 16 : 9, itemStyle: { color: colour(row.kind === "achieved" ? "achieved" : "compute") } })),
            label: { show: true, position: [14, -12], color: colour("ink"), fontSize: 11, formatter: (point) => (point.dataIndex && data.rows[point.dataIndex - 1].name === point.name ? "" : point.name) },
            labelLayout: { hideOverlap: true },
          }],
          grid: { left: 4, right: narrow() ? 60 : 110, top: 40, bottom: 26, containLabel: true },
          tooltip: { formatter: (point) => point.name + "\n" + group(point.value[0]) + " tokens/s of a user\n" + group(point.value[1]) + " tokens/s of each GPU" },
        },
      };
    },
    differences(data) {
      const columns = data.heads.map((head, at) => ({ head, at: at - 1 })).filter((column) => column.head.unit);
      return grouped(data, columns, undefined, true);
    },
    stack(data) {
      const parts = data.rows.filter((row) => row.kind !== "total" && row.kind !== "usable");
      const usable = data.rows.find((row) => row.kind === "usable");
      const stages = data.heads.slice(1).map((head) => head.text);
      const unit = data.heads[1].unit;
      const lines = legendLines(parts.map((row) => row.name));
      const across = axis(unit, usable ? { max: (range) => Math.max(range.max, ...usable.cells.map((cell) => cell.value || 0)) * 1.02 } : {});
      if (usable) across.axisLabel.showMaxLabel = false;
      return {
        height: Math.min(900, 64 + 20 * lines + 26 * stages.length),
        option: {
          xAxis: across,
          yAxis: { type: "category", inverse: true, data: stages, axisLabel: { color: colour("ink") }, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("line") } } },
          series: parts.map((row, n) => ({
            type: "bar", stack: "memory", name: row.name, barMaxWidth: 20,
            itemStyle: { color: usable ? paint(row.kind) : palette()[n % 8], borderColor: colour("sheet"), borderWidth: 1 },
            data: row.cells.map((cell) => cell.value || 0),
            markLine: n === 0 && usable ? { symbol: "none", silent: true, lineStyle: { color: colour("bad"), type: "dashed" }, label: { color: colour("soft"), formatter: "usable", position: "start" }, data: [{ xAxis: Math.min(...usable.cells.map((cell) => cell.value)) }] } : undefined,
          })),
          legend: { type: "plain", bottom: 0, textStyle: { color: colour("ink"), fontSize: 11 }, itemWidth: 12, itemHeight: 10 },
          grid: { left: 4, right: 30, top: 22, bottom: 12 + 20 * lines, containLabel: true },
          tooltip: { formatter: (point) => point.name + ", " + point.seriesName + ": " + axes[unit](point.value) },
        },
      };
    },
    sizes(data) {
      const log = (unit, name, more) => axis(unit, Object.assign({ type: "log", name, nameTextStyle: { color: colour("soft") } }, more));
      return {
        height: 320,
        option: {
          xAxis: log("count", "GPUs", { nameLocation: "middle", nameGap: 26, logBase: 2, min: "dataMin", max: "dataMax" }),
          yAxis: log("tokens", "tokens/s"),
          series: [1, 0].map((at) => ({
            type: "line", symbol: "circle", name: data.heads[at + 1].text, symbolSize: at ? 0 : 7, itemStyle: { color: palette()[at ? 7 : 0] }, lineStyle: { color: palette()[at ? 7 : 0], type: at ? "dashed" : "solid" },
            data: data.rows.filter((row) => row.cells[at].value > 0).map((row) => [row.head, row.cells[at].value]),
          })),
          legend: { bottom: 0, textStyle: { color: colour("ink") } },
          grid: { left: 4, right: 20, top: 34, bottom: 52, containLabel: true },
          tooltip: { formatter: (point) => group(point.value[0]) + " GPUs: " + group(point.value[1]) + " tokens/s" },
        },
      };
    },
    line(data) {
      return {
        height: 280,
        option: {
          xAxis: axis("count", { type: "log", name: "tokens of a sequence", nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colour("soft") } }),
          yAxis: [axis("tokens", { name: "tokens/s", nameTextStyle: { color: colour("soft") } }), axis("bytes", { name: "memory", nameTextStyle: { color: colour("soft") }, splitLine: { show: false } })],
          series: [0, 1].map((at) => ({
            type: "line", symbol: "circle", name: data.heads[at + 1].text, yAxisIndex: at, symbolSize: 8, itemStyle: { color: palette()[at] }, lineStyle: { color: palette()[at], type: at ? "dashed" : "solid" },
            data: data.rows.map((row) => [row.head, row.cells[at].value]),
          })),
          legend: { bottom: 0, textStyle: { color: colour("ink") } },
          grid: { left: 4, right: 10, top: 34, bottom: 52, containLabel: true },
          tooltip: { formatter: (point) => group(point.value[0]) + " tokens: " + (point.seriesIndex ? bytes(point.value[1]) : group(point.value[1]) + " tokens/s") },
        },
      };
    },
  };

  const grouped = (data, columns, unit, signed) => ({
    height: 62 + 20 * columns.length * data.rows.length,
    option: {
      xAxis: axis(unit || columns[0].head.unit, signed ? { boundaryGap: ["14%", "14%"] } : { min: 0 }), yAxis: names(data.rows),
      series: columns.map((column, n) => ({
        type: "bar", name: column.head.text, barMaxWidth: 13, itemStyle: { color: palette()[n] },
        label: { show: true, position: "right", color: colour("ink"), fontSize: 11, formatter: (point) => (point.value ? data.rows[point.dataIndex].cells[column.at].text : "") },
        data: data.rows.map((row) => ({ value: row.cells[column.at].value, label: { position: row.cells[column.at].value < 0 ? "left" : "right" } })),
      })),
      legend: { bottom: 0, textStyle: { color: colour("ink") }, itemWidth: 12, itemHeight: 10 },
      grid: { left: 4, right: 20 + wide(columns.flatMap((column) => data.rows.map((row) => row.cells[column.at].text)), 11), top: 4, bottom: 30, containLabel: true },
      tooltip: { formatter: (point) => point.name + ", " + point.seriesName + ": " + data.rows[point.dataIndex].cells[columns[point.seriesIndex].at].text },
    },
  });

  // Drawings of our own: shapes and words, each with a title that a pointer shows.
  const shape = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([name, worth]) => made.setAttribute(name, worth));
    return made;
  };
  // Round moments from 0 to the end of a timeline, some five of them.
  const moments = (end) => {
    const rough = end / (narrow() ? 2.5 : 6), power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = power * [1, 2, 5, 10].find((one) => one * power >= rough * 0.999);
    const all = [];
    for (let n = 0; n * step <= end * 0.985; n++) all.push(Number((n * step).toPrecision(6)));
    return all;
  };
  const drawing = (box, width, height) => {
    const svg = shape("svg", { width, height, viewBox: "0 0 " + width + " " + height });
    box.append(svg);
    return svg;
  };
  const mark = (svg, x, y, width, height, fill, title) => {
    // A path, as charts of the library have them.
    const made = shape("path", { d: "M" + x.toFixed(1) + " " + y.toFixed(1) + "h" + width.toFixed(1) + "v" + height.toFixed(1) + "h" + (-width).toFixed(1) + "z", fill });
    const words = shape("title", {});
    words.textContent = title;
    made.append(words);
    svg.append(made);
  };
  const text = (svg, x, y, words, anchor, tone, size) => {
    const made = shape("text", { x, y, "text-anchor": anchor, fill: colour(tone || "ink"), "font-size": size || 11 });
    made.textContent = words;
    svg.append(made);
  };
  const dark = () => matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches;

  const drawn = [];
  const owned = [];
  let drawnFor = false;
  const draw = (width) => {
    drawnFor = document.querySelector("main").clientWidth < 560;
    drawn.splice(0).forEach((chart) => chart.dispose());
    owned.splice(0);
    document.querySelectorAll(".chart").forEach((place) => {
      room = width || place.clientWidth || 680;
      const made = charts[place.dataset.chart](table(place.closest("figure")));
      place.replaceChildren();
      (made.several || [made]).forEach((one) => {
        const box = element("div");
        box.style.height = one.height + "px";
        if (width) box.style.width = width + "px";
        place.append(box);
        if (one.own) {
          one.own(box);
          owned.push({ box, one });
          return;
        }
        const chart = echarts.init(box, null, { renderer: "svg" });
        const common = base();
        chart.setOption(Object.assign(common, one.option, { tooltip: Object.assign(common.tooltip, one.option.tooltip) }));
        drawn.push(chart);
      });
    });
  };
  draw();
  let waiting = 0;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => { if (drawnFor !== document.querySelector("main").clientWidth < 560) { draw(); return; } drawn.forEach((chart) => chart.resize()); owned.forEach(({ box, one }) => { box.replaceChildren(); one.own(box); }); }, 120); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
  // A sheet of A4 less its margins; media queries for print hold by then.
  addEventListener("beforeprint", () => draw(680));
  addEventListener("afterprint", () => draw());

  // On a phone a row of many columns is a record of lines, each with the name of its column.
  const records = (made) => {
    const heads = [...made.querySelectorAll("thead tr > *")].map((head) => head.textContent);
    if (heads.length < 5) return;
    made.classList.add("records");
    made.setAttribute("role", "table");
    made.querySelectorAll("thead, tbody").forEach((part) => part.setAttribute("role", "rowgroup"));
    made.querySelectorAll("tr").forEach((row) => row.setAttribute("role", "row"));
    made.querySelectorAll("thead th").forEach((head) => head.setAttribute("role", "columnheader"));
    made.querySelectorAll("thead td").forEach((cell) => cell.setAttribute("role", "cell"));
    made.querySelectorAll("tbody tr").forEach((row) => [...row.children].forEach((cell, at) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      if (at && heads[at] && cell.textContent.trim()) cell.dataset.label = heads[at];
      else if (at && !cell.textContent.trim()) cell.classList.add("none");
    }));
  };
  document.querySelectorAll(".scroll > table").forEach(records);

  // The map of GPUs.
  const layouts = answer.pools
    ? ["prefill", "decode"].filter((role) => answer.pools[role]).map((role) => ({ pool: role, layout: answer.pools[role].layout || {}, evaluation: evaluation[role] || {} }))
    : [{ pool: "", layout, evaluation }];
  layouts.forEach((one) => { one.layout = listed(one.layout); });
  const place = document.querySelector(".cluster");
  if (place && layouts.some((one) => (one.layout.devices || []).length)) map(place);

  /** A layout in which what a plan says in one line, "in order (...)", is the list that it stands for. */
  function listed(layout) {
    const numbers = (value) => typeof value === "string" ? (value.match(/\d+/g) || []).map(Number) : null;
    const made = { ...layout };
    const stages = numbers(layout.stages);
    if (stages) {
      let next = 0;
      made.stages = stages.map((layers) => [next, (next += layers) - 1]);
    }
    const experts = numbers(layout.experts);
    if (experts) {
      // Every layer is alike, so that one list serves all of them.
      const layer = Array.from({ length: experts[1] }, (_, rank) => Array.from({ length: experts[2] }, (_, slot) => rank * experts[2] + slot));
      made.experts = Array(experts[0]).fill(layer);
    }
    const devices = numbers(layout.devices);
    if (devices) {
      const [instances, ranks, perNode, from] = devices;
      made.devices = Array.from({ length: instances }, (_, instance) => Array.from({ length: ranks }, (_, rank) => {
        const at = instance * ranks + rank;
        return [from + Math.floor(at / perNode), at % perNode];
      }));
    }
    return made;
  }

  function map(box) {
    const pipeline = layout.pipeline || 1;
    const nodes = new Map();
    layouts.forEach((one, pool) => {
      const stages = one.layout.pipeline || 1;
      const tensor = one.layout.tensor || 1;
      const copy = (one.layout.expert || 1) * (one.layout.expertTensor || 1);
      (one.layout.devices || []).forEach((ranks, instance) => ranks.forEach(([node, gpu], rank) => {
        if (!nodes.has(node)) nodes.set(node, []);
        nodes.get(node).push({
          node, gpu, pool, replica: Math.floor(instance / stages), stage: instance % stages, rank,
          tensor: rank % tensor, data: Math.floor(rank / tensor),
          expert: Math.floor((rank % copy) / (one.layout.expertTensor || 1)),
        });
      }));
    });
    // What no pool uses is grey: groups of nodes follow each other as the problem lists them.
    let next = 0;
    ((report.setting || {}).nodes || []).forEach((group) => {
      for (let node = next; node < next + group.count; node++) {
        const used = new Set((nodes.get(node) || []).map((one) => one.gpu));
        for (let gpu = 0; gpu < group.gpus; gpu++) {
          if (used.has(gpu)) continue;
          if (!nodes.has(node)) nodes.set(node, []);
          nodes.get(node).push({ node, gpu, idle: true });
        }
      }
      next += group.count;
    });
    const byPool = layouts.length > 1;
    const byStage = pipeline > 1;
    const hue = (gpu) => {
      if (gpu.idle) return colour("line");
      const number = byPool ? gpu.pool : byStage ? gpu.stage : gpu.replica;
      const all = byPool ? layouts.length : byStage ? pipeline : layout.replicas || 1;
      return "hsl(" + Math.round(210 + (300 * number) / Math.max(1, all)) % 360 + " 48% 52%)";
    };
    const legend = element("ul", undefined, "legend");
    const count = byPool ? layouts.length : byStage ? pipeline : layout.replicas || 1;
    for (let number = 0; number < Math.min(count, 24); number++) {
      const item = element("li");
      const mark = element("i");
      mark.style.background = hue({ pool: number, stage: number, replica: number });
      item.append(mark, byPool ? layouts[number].pool + " pool" : (byStage ? "stage " : "instance ") + number);
      legend.append(item);
    }
    if ([...nodes.values()].some((gpus) => gpus.some((gpu) => gpu.idle))) {
      const item = element("li");
      const mark = element("i");
      mark.style.background = colour("line");
      item.append(mark, "idle");
      legend.append(item);
    }
    if (count > 24) legend.append(element("li", "and " + (count - 24) + " more"));
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", box.dataset.label);
    box.append(legend);
    if (nodes.size > 24) box.classList.add("many");
    const sorted = [...nodes.keys()].sort((one, other) => one - other);
    const panel = document.querySelector(".gpus");
    const show = (number, first) => {
      const gpus = nodes.get(number).sort((one, other) => one.gpu - other.gpu);
      const button = made("node " + number, "node " + number + ", " + gpus.length + " GPUs", gpus.map(hue), first);
      button.addEventListener("click", () => {
        box.querySelectorAll(".node:not(.group)").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        panel.replaceChildren(holdings(number, gpus));
      });
      return button;
    };
    function made(name, label, colours, first) {
      const button = element("button", undefined, "node");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      // One stop for the tabulator; arrows lead from node to node.
      button.tabIndex = first ? 0 : -1;
      button.setAttribute("aria-label", label);
      button.append(element("span", name, "name"));
      const cells = element("span", undefined, "cells");
      colours.forEach((colour) => {
        const cell = element("i");
        cell.style.background = colour;
        cells.append(cell);
      });
      button.append(cells);
      return button;
    }
    // Of a large cluster a cell is a node, in the colour of its first GPU; a group opens into its nodes.
    const together = sorted.length > 512 ? 64 : 1;
    if (together === 1) {
      sorted.forEach((number, order) => box.append(show(number, order === 0)));
    } else {
      box.classList.add("grouped");
      const opened = element("div", undefined, "cluster opened many");
      opened.setAttribute("role", "group");
      for (let at = 0; at < sorted.length; at += together) {
        const some = sorted.slice(at, at + together);
        const words = "nodes " + some[0] + " to " + some[some.length - 1];
        const button = made(words, words + ", " + some.reduce((sum, number) => sum + nodes.get(number).length, 0) + " GPUs", some.map((number) => hue(nodes.get(number)[0])), at === 0);
        button.classList.add("group");
        button.addEventListener("click", () => {
          box.querySelectorAll(".group").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
          opened.setAttribute("aria-label", words);
          opened.replaceChildren(...some.map((number) => show(number, false)));
          panel.replaceChildren();
        });
        box.append(button);
      }
      box.append(opened);
    }
    box.addEventListener("keydown", (event) => {
      const all = [...box.querySelectorAll(".node")];
      const at = all.indexOf(document.activeElement);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (at < 0 || !step || !all[at + step]) return;
      event.preventDefault();
      all[at].tabIndex = -1;
      all[at + step].tabIndex = 0;
      all[at + step].focus();
    });
    if (sorted.length === 1) box.querySelector(".node").click();
  }

  function holdings(node, gpus) {
    const wrapper = element("div", undefined, "scroll");
    wrapper.tabIndex = 0;
    wrapper.setAttribute("role", "group");
    wrapper.setAttribute("aria-label", "GPUs of node " + node);
    const made = element("table");
    made.append(element("caption", "GPUs of node " + node));
    const head = element("tr");
    ["GPU", ...(layouts.length > 1 ? ["pool"] : []), "instance", "stage", "layers", "attention", (layout.pipeline || 1) === 1 ? "experts (first routed layer)" : "experts", "memory"].forEach((text) => {
      const cell = element("th", text);
      cell.scope = "col";
      head.append(cell);
    });
    const top = element("thead");
    top.append(head);
    const body = element("tbody");
    gpus.forEach((gpu) => {
      const row = element("tr");
      const name = element("th", String(gpu.gpu));
      name.scope = "row";
      row.append(name);
      if (gpu.idle) {
        const rest = element("td", "idle");
        rest.colSpan = head.children.length - 1;
        row.append(rest);
        body.append(row);
        return;
      }
      const own = layouts[gpu.pool];
      const stage = (own.evaluation.stages || [])[gpu.stage];
      const layers = (own.layout.stages || [])[gpu.stage];
      const routed = own.layout.experts && own.layout.experts.length > 0;
      const experts = routed && (own.layout.pipeline || 1) === 1 ? own.layout.experts[0][gpu.expert] : null;
      if (layouts.length > 1) row.append(element("td", own.pool));
      row.append(element("td", String(gpu.replica)), element("td", String(gpu.stage)),
        element("td", layers ? (Array.isArray(layers[0]) ? layers.map((chunk) => chunk.join("-")).join(", ") : layers.join("-")) : "all"),
        element("td", "tensor rank " + gpu.tensor + ", copy " + gpu.data),
        element("td", routed ? "rank " + gpu.expert + (experts ? ": " + ranges(experts) : "") : "none"));
      const memory = element("td");
      if (stage) memory.append(bar(stage.memory));
      row.append(memory);
      body.append(row);
    });
    made.append(top, body);
    records(made);
    wrapper.append(made);
    return wrapper;
  }

  /** Numbers in order, those that follow each other as one: 0-3 7 9-10. */
  function ranges(numbers) {
    const sorted = [...new Set(numbers)].sort((one, other) => one - other);
    const parts = [];
    sorted.forEach((number, at) => {
      if (at && number === sorted[at - 1] + 1) parts[parts.length - 1][1] = number;
      else parts.push([number, number]);
    });
    return parts.map(([from, to]) => (from === to ? from : from + (to > from + 1 ? "-" : " ") + to)).join(" ");
  }

  function bar(memory) {
    const box = element("div");
    const strip = element("div", undefined, "bar");
    Object.entries(memory.components || {}).forEach(([name, size]) => {
      const part = element("i");
      const kind = name === "weights.experts" ? "experts" : name.split(".")[0];
      part.style.width = (100 * size) / memory.capacity + "%";
      part.style.background = paint(kind);
      part.title = name + " " + bytes(size);
      strip.append(part);
    });
    box.append(strip, element("span", bytes(memory.total) + " of " + bytes(memory.usable), "source"));
    return box;
  }
})();
