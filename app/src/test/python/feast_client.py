"""Reads features of a running pipeline with Feast's own client: an online store of type `remote`.

    python feast_client.py http://127.0.0.1:8080 VIEW JOIN_KEY ENTITY FEATURE[:TYPE]...

Needs `pip install feast`. Prints what the client made of the answer, as JSON; exits 1 when the SDK raises.
"""

import json
import os
import sys
import tempfile
import warnings
from datetime import timedelta

warnings.filterwarnings("ignore")

from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig, ValueType
from feast.errors import FeatureViewNotFoundException
from feast.infra.online_stores.remote import get_remote_online_features
from feast.types import Float64, Int64, String

TYPES = {"double": Float64, "long": Int64, "string": String}


def main(url, view, join_key, entity, *features):
    folder = tempfile.mkdtemp()
    config = RepoConfig(
        project="streamgauge",
        registry=os.path.join(folder, "registry.db"),
        provider="local",
        online_store={"type": "remote", "path": url},
        entity_key_serialization_version=3,
    )
    store = FeatureStore(config=config)
    named = [feature.partition(":") for feature in features]
    key = Entity(name=join_key, join_keys=[join_key], value_type=ValueType.STRING)
    source = FileSource(path=os.path.join(folder, "none.parquet"), timestamp_field="event_time")
    fields = [Field(name=join_key, dtype=String)]
    fields += [Field(name=name, dtype=TYPES[kind or "double"]) for name, _, kind in named]
    # Only told to the client's own registry; nothing is sent to the server.
    store.registry.apply_entity(key, config.project)
    store.registry.apply_feature_view(
        FeatureView(name=view, entities=[key], ttl=timedelta(days=1), source=source, schema=fields), config.project
    )
    read = store.get_online_features(
        features=[f"{view}:{name}" for name, _, _ in named], entity_rows=[{join_key: entity}, {join_key: "no such entity"}]
    )
    raised = "nothing"
    try:
        get_remote_online_features(
            config=config, req_body={"features": ["no_such_view:x"], "entities": {join_key: [entity]}}
        )
    except FeatureViewNotFoundException as e:
        raised = f"{type(e).__name__}: {e}"
    print(json.dumps({"read": read.to_dict(), "raised": raised}))


if __name__ == "__main__":
    main(*sys.argv[1:])
