"""Writes what reasons are told from into an exported model: background rows, or covers of the nodes of its trees.

    model = reasons.with_background(model, columns, rows)        # interventional; every kind of model that tells reasons
    model = reasons.with_covers(model, reasons.xgboost(booster))  # path-dependent, as pred_contribs has it; trees only

docs/models.md says what either means.
"""

import json

import numpy as np
import onnx

TREES = ("TreeEnsembleRegressor", "TreeEnsembleClassifier")


def with_background(model, columns, rows):
    """Up to 1,000 rows as the model is served them, in the order of columns; NaN and None for what is missing."""
    known = {entry.key: entry.value for entry in model.metadata_props}
    plain = [[None if value is None or value != value else value for value in row] for row in rows]
    known["streamgauge.background"] = json.dumps({"columns": list(columns), "rows": plain})
    onnx.helper.set_model_props(model, known)
    return model


def with_covers(model, trees):
    """trees: for each tree a root (cover, branch where its condition is true, branch where it is false), a leaf (cover,)."""
    nodes = tree_nodes(model)
    if len(nodes) > 1 and len(nodes) != len(trees):
        raise ValueError(f"the model has {len(nodes)} trees; covers are of {len(trees)}")
    for i, node in enumerate(nodes):
        cover(node, trees if len(nodes) == 1 else trees[i : i + 1])
    return model


def tree_nodes(model):
    """The node that holds all trees; of an isolation forest, a node for each tree, in the order of the sum of them."""
    makers = {output: node for node in model.graph.node for output in node.output}

    def before(value):
        node = makers.get(value)
        if node is None:
            return None
        return node if node.op_type in TREES else next(filter(None, map(before, node.input)), None)

    nodes = [node for node in model.graph.node if node.op_type in TREES]
    if len(nodes) == 1:
        return nodes
    return [before(value) for node in model.graph.node if node.op_type == "Sum" for value in node.input]


def cover(node, trees):
    lists = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
    place = {key: i for i, key in enumerate(zip(lists["nodes_treeids"], lists["nodes_nodeids"]))}
    children = set()
    for i, mode in enumerate(lists["nodes_modes"]):
        if mode != b"LEAF":
            children |= {(lists["nodes_treeids"][i], lists[name][i]) for name in ("nodes_truenodeids", "nodes_falsenodeids")}
    roots = [key for key in place if key not in children]
    if len(roots) != len(trees):
        raise ValueError(f"the model has {len(roots)} trees; covers are of {len(trees)}")
    covers = [0.0] * len(place)
    for key, tree in zip(roots, trees):
        open_nodes = [(key[1], tree)]
        while open_nodes:
            number, told = open_nodes.pop()
            i = place[key[0], number]
            covers[i] = float(told[0])
            leaf = lists["nodes_modes"][i] == b"LEAF"
            if leaf != (len(told) == 1):
                raise ValueError(f"tree {key[0]} has another shape in the model than in its library")
            if not leaf:
                open_nodes.append((lists["nodes_truenodeids"][i], told[1]))
                open_nodes.append((lists["nodes_falsenodeids"][i], told[2]))
    kept = [each for each in node.attribute if each.name != "nodes_hitrates"]
    del node.attribute[:]
    node.attribute.extend([*kept, onnx.helper.make_attribute("nodes_hitrates", covers)])


def xgboost(booster):
    """Sums of hessians, as pred_contribs takes them."""

    def tree(node):
        if "leaf" in node:
            return (node["cover"],)
        child = {each["nodeid"]: each for each in node["children"]}
        return node["cover"], tree(child[node["yes"]]), tree(child[node["no"]])

    return [tree(json.loads(dump)) for dump in booster.get_dump(dump_format="json", with_stats=True)]


def lightgbm(booster):
    """Counts of rows, as pred_contrib takes them."""

    def tree(node):
        if "leaf_value" in node:
            return (node.get("leaf_count", 1),)
        return node["internal_count"], tree(node["left_child"]), tree(node["right_child"])

    return [tree(each["tree_structure"]) for each in booster.dump_model()["tree_info"]]


def sklearn(ensemble):
    """Weighted counts of rows, of a forest, an isolation forest, or gradient boosting with one output."""

    def tree(grown, node):
        left, right = grown.children_left[node], grown.children_right[node]
        cover = grown.weighted_n_node_samples[node]
        return (cover,) if left < 0 else (cover, tree(grown, left), tree(grown, right))

    return [tree(each.tree_, 0) for each in np.ravel(ensemble.estimators_)]
