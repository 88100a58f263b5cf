'use strict';
(() => {
  const SECONDS = 180;
  const NAMES = 190, CELL = 8;
  const id = name => document.getElementById(name);
  const text = (name, value) => { id(name).textContent = value; };
  const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
  const count = n => whole.format(n);
  const short = n => n === 0 ? '0' : n < 0.001 ? n.toExponential(1) : n < 10 ? n.toPrecision(3) : count(n);
  const ms = n => n >= 10000 ? (n / 1000).toFixed(1) + ' s' : count(n) + ' ms';
  const bytes = n => count(n / 1048576) + ' MiB';
  const time = iso => iso ? iso.slice(0, 19).replace('T', ' ') : '–';
  const day = iso => iso.slice(0, 10);
  let statistic = 'psi';
  let series = {seconds: [], scoreBins: [], windows: []};

  function element(tag, className, content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }
  function shape(tag, attributes, content) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (content !== undefined) made.textContent = content;
    return made;
  }
  /** A round number at or above a value: 1, 2 or 5 times a power of ten. */
  function ceiling(value) {
    if (!(value > 0)) return 1;
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map(n => n * power).find(n => n >= value);
  }

  /** Two curves over the last three minutes; the pointer reads a second. Without a value there is no axis to read one at. */
  function plot(svg, legend, values, names, unit, empty) {
    const box = svg.getBoundingClientRect(), width = box.width || 300, height = box.height || 120;
    if (!values.some(v => v[0] > 0 || v[1] > 0)) {
      svg.replaceChildren(shape('line', {class: 'grid', x1: 0, x2: width, y1: height, y2: height}),
        shape('text', {class: 'tick', x: width / 2, y: height / 2, 'text-anchor': 'middle'}, empty));
      legend.replaceChildren();
      svg.onmousemove = svg.onmouseleave = null;
      return;
    }
    const top = ceiling(Math.max(...values.flat(), 0));
    const x = i => width * (SECONDS - values.length + i) / (SECONDS - 1);
    const y = v => height - height * Math.min(1, v / top);
    svg.replaceChildren();
    for (const part of [0, 0.5, 1]) {
      svg.append(shape('line', {class: 'grid', x1: 0, x2: width, y1: y(top * part), y2: y(top * part)}));
    }
    const points = k => values.map((v, i) => x(i).toFixed(1) + ',' + y(v[k]).toFixed(1)).join(' ');
    if (values.length > 1) {
      svg.append(shape('polygon', {class: 'area', points: `${x(0)},${height} ${points(0)} ${x(values.length - 1)},${height}`}));
    }
    svg.append(shape('polyline', {class: 'curve b', points: points(1)}), shape('polyline', {class: 'curve a', points: points(0)}));
    for (const part of [0.5, 1]) svg.append(shape('text', {class: 'tick', x: 2, y: y(top * part) + 12}, short(top * part)));
    const say = v => legend.replaceChildren(...names.map((n, k) => element('span', 'ink-' + 'ab'[k], n + ' ' + (v ? short(v[k]) + unit : '–'))));
    say(values[values.length - 1]);
    svg.onmousemove = event => {
      const i = Math.round(event.offsetX / width * (SECONDS - 1)) - SECONDS + values.length;
      if (values[i]) say(values[i]);
    };
    svg.onmouseleave = () => say(values[values.length - 1]);
  }

  function histogram(svg, legend, bins) {
    const box = svg.getBoundingClientRect(), width = box.width || 300, height = box.height || 120;
    const most = Math.max(...bins, 1), all = bins.reduce((a, b) => a + b, 0);
    const tall = n => height * Math.log1p(n) / Math.log1p(most);
    svg.replaceChildren(shape('line', {class: 'grid', x1: 0, x2: width, y1: height, y2: height}));
    bins.forEach((n, i) => {
      const bar = shape('rect', {class: 'bar', x: i * width / bins.length + 1, width: width / bins.length - 2, y: height - tall(n), height: tall(n), rx: 1.5});
      bar.append(shape('title', {}, `${(i / bins.length).toFixed(2)} to ${((i + 1) / bins.length).toFixed(2)}: ${count(n)}`));
      svg.append(bar);
    });
    legend.textContent = all ? count(bins.slice(bins.length / 2).reduce((a, b) => a + b, 0)) + ' at 0.5 or above' : '';
  }

  function shade(f) {
    if (f.drifted) return 'sd';
    const ratio = f.threshold > 0 ? f.value / f.threshold : 0;
    return ratio > 1.5 ? 's4' : ratio > 1 ? 's3' : ratio > 0.66 ? 's2' : ratio > 0.33 ? 's1' : 's0';
  }

  function heat(windows) {
    const holder = id('heat');
    const room = Math.floor((holder.clientWidth - NAMES) / CELL);
    const shown = windows.slice(-Math.max(10, Math.min(60, room)));
    const names = [...new Set(shown.flatMap(w => w.features.map(f => f.feature)))];
    names.sort((a, b) => (a === 'score') - (b === 'score'));
    if (names.length === 0) { holder.replaceChildren(); return; }
    const columns = Math.max(shown.length, Math.min(30, Math.max(10, room)));
    holder.style.gridTemplateColumns = `max-content repeat(${columns}, minmax(6px, 1fr))`;
    const cells = [];
    for (const name of names) {
      cells.push(element('span', 'name', name));
      for (let i = 0; i < columns; i++) {
        const window = shown[i];
        const f = window && window.features.find(f => f.feature === name && f.statistic === statistic);
        const cell = element('span', 'cell ' + (f ? shade(f) : 'none'));
        if (f) cell.title = `${name}, ${day(window.start)} to ${day(window.end)}\n${statistic.toUpperCase()} ${short(f.value)}, threshold ${short(f.threshold)}, ${count(f.count)} values${f.drifted ? ', drifted' : ''}`;
        cells.push(cell);
      }
    }
    cells.push(element('span', 'name', ''));
    for (let i = 0; i < columns; i++) {
      cells.push(element('span', 'when', shown[i] && i % 10 === 0 && columns - i >= 8 ? day(shown[i].start) : ''));
    }
    holder.replaceChildren(...cells);
  }

  function lists(alerts, predictions) {
    const rows = [
      ...alerts.alerts.map(a => ({at: a.status === 'OPENED' ? a.openedAt : a.windowEnd, tag: a.status === 'RESOLVED' ? 'resolved' : a.status === 'ESCALATED' ? 'escalated' : 'open',
        kind: a.status === 'RESOLVED' ? '' : 'open', message: a.message})),
      ...alerts.retrainingEvents.map(r => ({at: r.raisedAt, tag: 'retraining', kind: 'train',
        message: r.reason, more: `train on ${time(r.trainFrom)} to ${time(r.trainTo)}`})),
    ].sort((a, b) => a.at < b.at ? 1 : a.at > b.at ? -1 : 0).slice(0, 30);
    id('alerts').replaceChildren(...rows.map(row => {
      const item = element('li');
      item.append(element('span', 'tag ' + row.kind, row.tag), element('span', '', row.message),
        element('span', 'when', time(row.at) + (row.more ? ' · ' + row.more : '')));
      return item;
    }));
    if (rows.length === 0) id('alerts').append(element('li', 'empty', 'none so far'));
    id('last').replaceChildren(...predictions.predictions.map(p => {
      const row = element('tr', p.decision && p.decision !== 'accept' ? 'flagged' : '');
      row.append(element('td', '', time(p.eventTime)), element('td', '', p.eventId),
        element('td', 'number', p.score === null ? '–' : p.score.toFixed(4)), element('td', '', p.decision ?? '–'));
      return row;
    }));
  }

  function status(s) {
    document.title = s.pipeline + ' · Streamgauge';
    text('pipeline', s.pipeline);
    text('model', 'model ' + s.model);
    id('state').className = s.ready ? 'ok' : 'bad';
    text('state-text', s.ready ? 'running' : s.reason);
    text('fresh', time(s.freshAsOf));
    text('since', `counted since ${time(s.startedAt)} UTC, when this process began: ${ago(Date.parse(s.at) - Date.parse(s.startedAt))}`);
    const c = s.counts, last = s.lastSecond, predicted = c.predictions;
    text('events', count(c.events));
    text('events-rate', last ? count(last.eventsPerSecond) + ' per second' : '');
    text('predictions', count(predicted));
    text('predictions-rate', last ? count(last.predictionsPerSecond) + ' per second' : '');
    text('latency', s.latency.count ? ms(s.latency.p50Ms) : '–');
    text('latency-tail', s.latency.count ? 'p99 ' + ms(s.latency.p99Ms) : 'no event carries its sending time');
    const decisions = Object.entries(c.decisions).sort((a, b) => a[1] - b[1]);
    text('decisions', decisions.length ? `${count(decisions[0][1])} ${decisions[0][0]}` : '–');
    text('decisions-rest', decisions.slice(1).map(([d, n]) => `${count(n)} ${d}`).concat(c.refused ? [`${count(c.refused)} refused`] : []).join(', '));
    const letters = Object.entries(c.deadLetters);
    text('aside', count(letters.reduce((sum, [, n]) => sum + n, 0) + c.lateEvents));
    text('aside-why', letters.map(([cause, n]) => `${count(n)} ${cause.toLowerCase().replaceAll('_', ' ')}`).concat(c.lateEvents ? [`${count(c.lateEvents)} late`] : []).join(', ') || 'no dead letter, none late');
    const d = s.drift;
    id('drift-card').hidden = !d.watched;
    text('drift', !d.watched ? 'not watched' : d.openAlerts ? `${count(d.openAlerts)} open` : d.reference.ready ? 'calm' : 'learning');
    const job = s.driftJob;
    text('drift-more', !d.watched ? 'no drift section in the document' : `${count(c.retrainingEvents)} retraining since start`
      + (job.state === 'RUNNING' ? '' : job.state === 'WAITING' ? '; the job runs on another instance, this one waits' : job.state === 'NONE' ? '; the job is not run here' : `; the job is ${job.state.toLowerCase()}`)
      + (job.latePredictions ? `; ${count(job.latePredictions)} predictions came too late for their window` : ''));
    id('drift-more').title = job.reason ?? '';
    text('reference', d.reference.ready
      ? `against the reference of ${day(d.reference.from)} to ${day(d.reference.to)}` + (d.drifted.length ? `; drifted in the last window: ${d.drifted.join(', ')}` : '; nothing drifted in the last window')
      : 'the reference is being built' + (d.reference.progress === null ? '' : `: ${Math.floor(100 * d.reference.progress)} % of its event time has passed`));
    text('memory', `heap ${bytes(s.memory.heapBytes)}` + (s.memory.rssBytes ? `, resident ${bytes(s.memory.rssBytes)}` : ''));
  }

  const ago = n => n < 1000 ? 'now' : n < 120000 ? Math.floor(n / 1000) + ' s ago' : n < 7200000 ? Math.floor(n / 60000) + ' min ago' : Math.floor(n / 3600000) + ' h ago';
  function watermarks(eventTime) {
    const row = (className, ...cells) => { const made = element('tr', className); made.append(...cells); return made; };
    id('sources').replaceChildren(...eventTime.sources.map(s => row(s.readToEnd ? 'waiting' : '',
      element('td', '', `${s.source}/${s.partition}`), element('td', '', time(s.greatest)), element('td', '', time(s.watermark)),
      element('td', 'number', s.greatest ? ago(s.idleMs) : '–'), element('td', '', s.heldBackRecords ? `${count(s.heldBackRecords)} held back by an open transaction` : s.readToEnd ? 'read to its end' : 'reading'))));
    id('views').replaceChildren(...eventTime.views.map(v => row(v.watermark ? '' : 'waiting',
      element('td', '', `${v.view}/${v.partition}`), element('td', '', v.watermark ? time(v.watermark) : 'not known yet'), element('td', '', v.heldBackBy))));
  }

  /** What is deployed, since which offsets, and what its guards see. */
  function deployments(d, model) {
    const row = (...cells) => { const made = element('tr'); made.append(...cells); return made; };
    text('revision', d.revision === 0 ? 'nothing was deployed: the model of the document scores all events'
      : `revision ${d.revision}, ${d.action} by ${d.author} at ${time(d.createdAt)}` + (d.reason ? ': ' + d.reason : ''));
    id('revision').className = d.breach ? 'small alarm' : 'small';
    const variants = d.revision === 0 ? [{name: 'champion', role: 'champion', model, version: '', share: 100, paused: false}] : d.variants;
    id('variants').replaceChildren(...variants.map(v => {
      const seen = element('td');
      const guards = d.guards.filter(g => g.variant === v.name);
      seen.append(...guards.map(g => element('span', 'guard ' + g.state,
        g.state === 'not judged' ? `${g.guard}: not judged` : `${g.guard}: ${g.state}, ${g.seen} of ${count(g.of)}`)));
      if (guards.length === 0) seen.textContent = '–';
      const share = v.paused ? 'paused' : v.role === 'shadow' ? 'nothing, is logged' : `${v.share} % of the entities`;
      return row(element('td', '', v.name), element('td', '', `${v.model} ${v.version}`), element('td', '', share), seen);
    }));
    text('in-force', d.partitions.length === 0 ? '' : 'in force: ' + d.partitions.map(p =>
      `partition ${p.partition} revision ${p.revision} since offset ${count(p.sinceOffset)}`).join(', '));
  }

  function draw() {
    plot(id('rate'), id('rate-legend'), series.seconds.map(s => [s.eventsPerSecond, s.predictionsPerSecond]), ['events', 'predictions'], '', 'no event in the last 3 minutes');
    plot(id('latency-plot'), id('latency-legend'), series.seconds.map(s => [s.p50Ms, s.p99Ms]), ['p50', 'p99'], ' ms', 'no latency known in the last 3 minutes');
    histogram(id('scores'), id('score-legend'), series.scoreBins);
    heat(series.windows);
  }

  // A server with a token: open the page as http://host:port/#token=... ; what follows # is not sent with a request.
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  const headers = token ? {Authorization: 'Bearer ' + token} : {};
  const json = async path => {
    const answer = await fetch(path, {headers});
    if (answer.status === 401) throw new Error('this needs a token: open the page with #token=... after its address');
    return answer.json();
  };
  async function refresh() {
    try {
      const [s, newer, alerts, predictions, deployed] = await Promise.all(
        [json('/v1/status'), json('/v1/series'), json('/v1/alerts'), json('/v1/predictions?limit=12'), json('/v1/deployments')]);
      series = newer;
      status(s);
      watermarks(s.eventTime);
      deployments(deployed, s.model);
      draw();
      lists(alerts, predictions);
    } catch (e) {
      id('state').className = 'bad';
      text('state-text', e.message.startsWith('this needs') ? e.message : 'no answer; it may have been stopped');
    }
  }
  async function loop() {
    if (!document.hidden) await refresh();
    setTimeout(loop, 1000);
  }
  for (const button of document.querySelectorAll('.switch button')) {
    button.onclick = () => {
      statistic = button.dataset.statistic;
      for (const other of document.querySelectorAll('.switch button')) other.setAttribute('aria-pressed', String(other === button));
      heat(series.windows);
    };
  }
  addEventListener('resize', draw);
  loop();
})();
