package io.streamgauge.app.config;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Durations;
import io.streamgauge.schemas.config.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One key of a document's section {@code runtime} as it holds.
 *
 * @param value as a document would write it
 * @param stated whether the document says so; else it is the default
 */
public record RuntimeValue(String key, String value, boolean stated) {

    /** All of them, of a document that is valid. */
    public static List<RuntimeValue> of(Path document) {
        ConfigNode node;
        try {
            node = YamlDocument.parse(document.toString(), Files.readString(document))
                    .get("runtime");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<RuntimeValue> all = new ArrayList<>();
        values(PipelineFile.loadWithoutModel(document).runtime())
                .forEach((key, value) -> all.add(new RuntimeValue(key, value, has(node, key))));
        return all;
    }

    private static boolean has(@Nullable ConfigNode node, String key) {
        return node != null && node.get(key) != null;
    }

    static Map<String, String> values(RuntimeDefinition runtime) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("threads", Integer.toString(runtime.threads()));
        values.put("commit_interval", Durations.format(runtime.commitInterval()));
        values.put("task_idle", Durations.format(runtime.taskIdle()));
        values.put("partitions", Integer.toString(runtime.partitions()));
        values.put("corrections", Boolean.toString(runtime.corrections()));
        values.put("cache_mb", Integer.toString(runtime.cacheMb()));
        values.put("retention", Durations.format(runtime.retention()));
        values.put("store_cache_mb", Integer.toString(runtime.storeCacheMb()));
        values.put("standbys", Integer.toString(runtime.standbys()));
        values.put("standby_lag", Durations.format(runtime.standbyLag()));
        return values;
    }
}
