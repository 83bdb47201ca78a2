/* The page of visualizations/one_file.py. Texts come from documents: they are only ever text nodes. */
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('data').textContent);
  var byId = function (id) { return document.getElementById(id); };
  var nodes = new vis.DataSet(data.nodes);
  var edges = new vis.DataSet(data.edges.map(function (edge, index) { edge.id = index; return edge; }));
  var hiddenKinds = {};
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  byId('view').hidden = false;

  var network = new vis.Network(byId('network'), { nodes: nodes, edges: edges }, {
    physics: { enabled: false },
    layout: { improvedLayout: false, randomSeed: 0 },
    nodes: { font: { strokeWidth: 3, face: 'system-ui, PingFang SC, Microsoft YaHei, sans-serif' }, scaling: { label: { drawThreshold: 5 } } },
    edges: { smooth: false, width: 1, arrows: { to: { enabled: true, scaleFactor: 0.35 } }, selectionWidth: 2 },
    interaction: { hover: true, tooltipDelay: 250, hideEdgesOnDrag: data.edges.length > 1500, keyboard: false, multiselect: false }
  });
  // vis-network puts its drawing before everything else in the order of the keyboard.
  byId('network').firstElementChild.tabIndex = -1;
  network.once('afterDrawing', function () { document.documentElement.dataset.drawn = 'true'; });

  function paint() {
    network.setOptions({ nodes: { font: {
      color: dark.matches ? '#e6e9ec' : '#1c2024', strokeColor: dark.matches ? '#1b2026' : '#ffffff'
    } } });
  }
  paint();
  if (dark.addEventListener) { dark.addEventListener('change', paint); }
  network.fit({ animation: false });

  function element(name, text, of) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (of) { of.appendChild(made); }
    return made;
  }

  function say(text) { byId('said').textContent = text; }

  /* A node as a button that chooses it, with the tie that leads to it before its name. */
  function button(node, tie, list) {
    var made = element('button', '', element('li', '', list));
    made.type = 'button';
    if (tie) { element('small', tie, made); }
    element('bdi', node.name, made);
    made.addEventListener('click', function () { choose(node.id, true); });
  }

  function neighbours(id, list) {
    data.edges.forEach(function (edge) {
      if (edge.from !== id && edge.to !== id) { return; }
      var other = nodes.get(edge.from === id ? edge.to : edge.from);
      if (hiddenKinds[other.kind]) { return; }
      button(other, (edge.from === id ? '→ ' : '← ') + data.ties[edge.type], list);
    });
  }

  function choose(id, move) {
    var node = nodes.get(id);
    var details = byId('details');
    details.textContent = '';
    element('bdi', node.name, element('h3', '', details));
    if (node.title && node.title !== node.name) { element('p', '', details).appendChild(element('bdi', node.title)); }
    element('h3', data.words.neighbours, details);
    neighbours(id, element('ul', '', details));
    network.selectNodes([id]);
    if (move) {
      network.focus(id, { scale: Math.max(network.getScale(), 0.9), animation: still ? false : { duration: 300 } });
    }
  }

  network.on('click', function (event) { if (event.nodes.length) { choose(event.nodes[0], false); } });

  function search(text) {
    var words = text.toLowerCase().split(/\s+/).filter(Boolean);
    var matches = byId('matches');
    matches.textContent = '';
    if (!words.length) { network.unselectAll(); say(''); return; }
    var found = data.nodes.filter(function (node) {
      var whole = (node.name + ' ' + node.title).toLowerCase();
      return !hiddenKinds[node.kind] && words.every(function (word) { return whole.indexOf(word) >= 0; });
    });
    network.selectNodes(found.map(function (node) { return node.id; }));
    say(found.length ? data.words.found.replace('{count}', found.length) : data.words.none);
    var list = element('ul', '', matches);
    found.slice(0, 30).forEach(function (node) { button(node, '', list); });
  }

  byId('words').addEventListener('input', function () { search(this.value); });
  byId('search').addEventListener('submit', function (event) { event.preventDefault(); search(byId('words').value); });
  byId('search').addEventListener('reset', function () {
    Array.prototype.forEach.call(document.querySelectorAll('#legend input'), function (box) { box.checked = true; });
    hiddenKinds = {};
    filter();
    search('');
    var details = byId('details');
    details.textContent = '';
    element('p', data.words.choose, details).className = 'soft';
    network.fit({ animation: false });
  });

  function filter() {
    nodes.update(data.nodes.map(function (node) { return { id: node.id, hidden: Boolean(hiddenKinds[node.kind]) }; }));
    var left = data.nodes.filter(function (node) { return !hiddenKinds[node.kind]; }).length;
    say(data.words.shown.replace('{count}', left));
  }

  byId('legend').addEventListener('change', function (event) {
    hiddenKinds[event.target.value] = !event.target.checked;
    filter();
    search(byId('words').value);
  });
}());
