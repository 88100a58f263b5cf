"""Trains and exports one small model of each library, with rows and the library's own scores of them.

    python train.py OUT [name ...]

Each model gets a folder of OUT: model.onnx, and case.json with what a pipeline would declare, 1,000 rows and their scores.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import pandas as pd

import reasons

warnings.filterwarnings("ignore")

ROWS = 1000
BACKGROUND = 50
SHOPS = ["north", "south", "east", "west"]
OPSETS = {"": 17, "ai.onnx.ml": 3}
NUMBERS = ["amount", "customer.count_7d", "customer.mean_7d", "request.night"]


def table(rows, seed, missing=0.0):
    """Payments, as float32 holds them: what a model is trained on is what it is served."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "amount": random.lognormal(3, 1, rows).astype(np.float32),
            "customer.count_7d": random.poisson(5, rows).astype(np.float32),
            "customer.mean_7d": random.lognormal(3, 0.5, rows).astype(np.float32),
            "request.night": random.integers(0, 2, rows).astype(np.float32),
        }
    )
    shop = random.choice(SHOPS, rows)
    logit = 0.02 * (frame["amount"] - frame["customer.mean_7d"]) + 1.5 * frame["request.night"] - 1 + 0.8 * (shop == "south")
    target = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(int).to_numpy()
    for name in NUMBERS[:3]:
        frame.loc[random.random(rows) < missing, name] = np.nan
    return frame, shop, target


def binary(predict):
    return lambda rows: predict(rows)[:, 1]


def write(out, model, names, rows, scores, *, texts=(), threshold=None, labels=None, shares=None, **contract):
    """shares: the base and each row's shares, by the library. contract: bind, output and column, as the model section has them."""
    out.mkdir(parents=True, exist_ok=True)
    model = onnx.load_from_string(model) if isinstance(model, bytes) else model
    model.ir_version = min(model.ir_version, 10)
    if len(model.graph.input) == 1:
        known = {entry.key: entry.value for entry in model.metadata_props}
        onnx.helper.set_model_props(model, {**known, "streamgauge.inputs": json.dumps(names)})
    onnx.save(model, str(out / "model.onnx"))
    case = {
        "inputs": [{"name": name, "text": name in texts} for name in names],
        "threshold": threshold,
        "rows": [[None if isinstance(v, float) and np.isnan(v) else v for v in row] for row in rows],
        "scores": [float(score) for score in scores],
        "labels": None if labels is None else [str(label) for label in labels],
        "base": None if shares is None else float(shares[0]),
        "shares": None if shares is None else [[float(share) for share in row] for row in shares[1]],
        **contract,
    }
    (out / "case.json").write_text(json.dumps(case))
    print(f"{out.name}: {len(case['rows'])} rows, {(out / 'model.onnx').stat().st_size} bytes")


def as_rows(frame):
    return [[float(value) for value in row] for row in frame.to_numpy()]


def sklearn_pipeline(out):
    """Imputer, scaler and encoder before a logistic regression: each column is an input of its own, and ZipMap stays."""
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType, StringTensorType
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    import shap

    def frame_of(seed):
        frame, shop, target = table(4 * ROWS, seed, missing=0.1)
        frame["shop"] = shop.astype(object)
        return frame, target

    frame, target = frame_of(1)
    model = make_pipeline(
        ColumnTransformer(
            [
                ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), NUMBERS),
                ("texts", OneHotEncoder(handle_unknown="ignore"), ["shop"]),
            ]
        ),
        LogisticRegression(),
    ).fit(frame, target)
    types = [(name, FloatTensorType([None, 1])) for name in NUMBERS] + [("shop", StringTensorType([None, 1]))]
    exported = to_onnx(model, initial_types=types, target_opset=OPSETS)
    test = frame_of(2)[0].head(ROWS)
    test.loc[::50, "shop"] = "unheard of"
    rows = [[*map(float, row[:-1]), row[-1]] for row in test.to_numpy()]
    background = frame.head(BACKGROUND)
    reasons.with_background(exported, [*NUMBERS, "shop"], [[*map(float, row[:-1]), row[-1]] for row in background.to_numpy()])
    masker = shap.maskers.Independent(model[0].transform(background), max_samples=BACKGROUND)
    explainer = shap.LinearExplainer(model[1], masker)
    encoded = explainer.shap_values(model[0].transform(test))
    shares = np.column_stack([encoded[:, :4], encoded[:, 4:].sum(axis=1)])
    write(out, exported, [*NUMBERS, "shop"], rows, binary(model.predict_proba)(test), texts=["shop"], threshold=0.5,
          labels=model.predict(test), shares=(explainer.expected_value, shares))


def sklearn_classes(out):
    """A random forest of three classes named by texts; reasons are told against a background."""
    import shap
    from skl2onnx import to_onnx
    from sklearn.ensemble import RandomForestClassifier

    frame, _, target = table(4 * ROWS, 3)
    classes = np.where(target == 0, "fine", np.where(frame["request.night"] > 0, "fraud", "doubtful"))
    model = RandomForestClassifier(n_estimators=30, max_depth=6, random_state=0).fit(frame.to_numpy(), classes)
    test = table(ROWS, 4)[0].to_numpy()
    fraud = list(model.classes_).index("fraud")
    background = frame.to_numpy()[:BACKGROUND]
    exported = reasons.with_background(to_onnx(model, test[:1], target_opset=OPSETS), NUMBERS, background.astype(float).tolist())
    masker = shap.maskers.Independent(background, max_samples=BACKGROUND)
    explainer = shap.TreeExplainer(model, masker, feature_perturbation="interventional")
    shares = explainer.shap_values(test, check_additivity=False)[:, :, fraud]
    write(out, exported, NUMBERS, test.astype(float).tolist(), model.predict_proba(test)[:, fraud], threshold=0.5,
          labels=model.predict(test), column="fraud", shares=(explainer.expected_value[fraud], shares))


def sklearn_anomaly(out):
    """An isolation forest: the score is its decision function. Reasons are told by covers, and compared with shap, which shares
    out the mean path length itself; the margin is that over the mean path length of a search tree."""
    import shap
    from skl2onnx import to_onnx
    from sklearn.ensemble import IsolationForest
    from sklearn.ensemble._iforest import _average_path_length

    model = IsolationForest(n_estimators=50, random_state=0).fit(table(4 * ROWS, 5)[0].to_numpy())
    test = table(ROWS, 6)[0].to_numpy()
    exported = reasons.with_covers(to_onnx(model, test[:1], target_opset=OPSETS), reasons.sklearn(model))
    explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    over = _average_path_length([model.max_samples_])[0]
    write(out, exported, NUMBERS, test.astype(float).tolist(), model.decision_function(test), threshold=0.0,
          labels=model.predict(test), shares=(np.ravel(explainer.expected_value)[0] / over, explainer.shap_values(test) / over))


def sklearn_doubles(out):
    """A regression in float64."""
    import shap
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import DoubleTensorType
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    frame, _, target = table(4 * ROWS, 7)
    model = make_pipeline(StandardScaler(), Ridge()).fit(frame.to_numpy(np.float64), target)
    test = table(ROWS, 8)[0].to_numpy(np.float64)
    types = [("x", DoubleTensorType([None, len(NUMBERS)]))]
    background = frame.to_numpy(np.float64)[:BACKGROUND]
    exported = reasons.with_background(to_onnx(model, initial_types=types, target_opset=OPSETS), NUMBERS, background.tolist())
    masker = shap.maskers.Independent(model[0].transform(background), max_samples=BACKGROUND)
    explainer = shap.LinearExplainer(model[1], masker)
    write(out, exported, NUMBERS, test.tolist(), model.predict(test).ravel(),
          shares=(explainer.expected_value, explainer.shap_values(model[0].transform(test))))


def xgboost(out):
    """Reasons are told by covers, and compared with pred_contribs."""
    import onnxmltools
    from onnxmltools.convert.common.data_types import FloatTensorType
    from xgboost import DMatrix, XGBClassifier

    frame, _, target = table(4 * ROWS, 9, missing=0.1)
    model = XGBClassifier(n_estimators=50, max_depth=4, n_jobs=1).fit(frame.to_numpy(), target)
    test = table(ROWS, 10, missing=0.1)[0].to_numpy()
    exported = onnxmltools.convert_xgboost(model, initial_types=[("x", FloatTensorType([None, len(NUMBERS)]))])
    booster = model.get_booster()
    reasons.with_covers(exported, reasons.xgboost(booster))
    contributions = booster.predict(DMatrix(test), pred_contribs=True)
    write(out, exported, NUMBERS, test.astype(float).tolist(), binary(model.predict_proba)(test), threshold=0.5,
          labels=model.predict(test), shares=(contributions[0, -1], contributions[:, :-1]))


def lightgbm(out):
    """Reasons are told by covers, and compared with pred_contrib."""
    import onnxmltools
    from lightgbm import LGBMClassifier
    from onnxmltools.convert.common.data_types import FloatTensorType

    frame, _, target = table(4 * ROWS, 11, missing=0.1)
    model = LGBMClassifier(n_estimators=50, num_leaves=15, verbose=-1, n_jobs=1).fit(frame.to_numpy(), target)
    test = table(ROWS, 12, missing=0.1)[0].to_numpy()
    exported = onnxmltools.convert_lightgbm(model, initial_types=[("x", FloatTensorType([None, len(NUMBERS)]))])
    reasons.with_covers(exported, reasons.lightgbm(model.booster_))
    contributions = model.booster_.predict(test, pred_contrib=True)
    write(out, exported, NUMBERS, test.astype(float).tolist(), binary(model.predict_proba)(test), threshold=0.5,
          labels=model.predict(test), shares=(contributions[0, -1], contributions[:, :-1]))


def sklearn_boosting(out):
    """Gradient boosting; reasons are told by covers, and compared with shap."""
    import shap
    from skl2onnx import to_onnx
    from sklearn.ensemble import GradientBoostingClassifier

    frame, _, target = table(4 * ROWS, 17)
    model = GradientBoostingClassifier(n_estimators=40, max_depth=5, random_state=0).fit(frame.to_numpy(), target)
    test = table(ROWS, 18)[0].to_numpy()
    exported = reasons.with_covers(to_onnx(model, test[:1], target_opset=OPSETS), reasons.sklearn(model))
    explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    write(out, exported, NUMBERS, test.astype(float).tolist(), binary(model.predict_proba)(test), threshold=0.5,
          labels=model.predict(test), shares=(np.ravel(explainer.expected_value)[0], explainer.shap_values(test)))


def catboost(out):
    from catboost import CatBoostClassifier

    frame, _, target = table(4 * ROWS, 13)
    model = CatBoostClassifier(iterations=50, depth=4, verbose=False, allow_writing_files=False).fit(frame.to_numpy(), target)
    test = table(ROWS, 14)[0].to_numpy()
    out.mkdir(parents=True, exist_ok=True)
    model.save_model(str(out / "model.onnx"), format="onnx")
    write(out, onnx.load(str(out / "model.onnx")), NUMBERS, test.astype(float).tolist(), binary(model.predict_proba)(test),
          threshold=0.5, labels=model.predict(test))


def pytorch(out):
    """Numbers and a code with an embedding in; a score, an embedding and logits out."""
    import torch

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.shops = torch.nn.Embedding(len(SHOPS), 3)
            self.hidden = torch.nn.Sequential(torch.nn.Linear(len(NUMBERS) + 3, 16), torch.nn.ReLU())
            self.last = torch.nn.Linear(16, 1)

        def forward(self, numbers, shop):
            embedding = self.hidden(torch.cat([numbers.log1p(), self.shops(shop[:, 0])], 1))
            logit = self.last(embedding)
            return torch.sigmoid(logit), embedding

    torch.manual_seed(0)
    net = Net()
    frame, shop, target = table(4 * ROWS, 15)

    def tensors(frame, shop):
        return torch.tensor(frame.to_numpy()), torch.tensor([[SHOPS.index(name)] for name in shop])

    x, code = tensors(frame, shop)
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    for _ in range(100):
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy(net(x, code)[0][:, 0], torch.tensor(target, dtype=torch.float32))
        loss.backward()
        optimizer.step()
    net.eval()
    out.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(net, (x[:2], code[:2]), str(out / "model.onnx"), input_names=["numbers", "shop"],
                      output_names=["score", "embedding"], dynamo=False, opset_version=17,
                      dynamic_axes={name: {0: "n"} for name in ["numbers", "shop", "score", "embedding"]})
    frame, shop, _ = table(ROWS, 16)
    x, code = tensors(frame, shop)
    with torch.no_grad():
        scores = net(x, code)[0][:, 0].numpy()
    rows = [[*row, float(SHOPS.index(name))] for row, name in zip(as_rows(frame), shop)]
    write(out, onnx.load(str(out / "model.onnx")), [*NUMBERS, "shop"], rows, scores, threshold=0.5,
          bind={"numbers": NUMBERS})


KINDS = [sklearn_pipeline, sklearn_classes, sklearn_anomaly, sklearn_doubles, sklearn_boosting, xgboost, lightgbm, catboost,
         pytorch]

if __name__ == "__main__":
    wanted = sys.argv[2:]
    for kind in KINDS:
        if not wanted or kind.__name__ in wanted:
            if not wanted and kind is pytorch:
                try:
                    import torch  # noqa: F401
                except ImportError:
                    print("pytorch: skipped, torch is not installed (requirements-torch.txt)")
                    continue
            kind(Path(sys.argv[1]) / kind.__name__)
