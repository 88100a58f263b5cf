package io.streamgauge.app.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.store.backfill.training.SourceRead;
import io.streamgauge.store.backfill.training.TrainingSetCheck;
import io.streamgauge.store.definition.DefinitionHash;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a file of features comes from, as key and value for the file's metadata. Nothing of it depends on when or by whom the
 * file was written: the same inputs give the same bytes.
 */
public final class Provenance {

    private final Map<String, String> entries = new LinkedHashMap<>();

    public Provenance(Pipeline pipeline, String version) {
        entries.put("streamgauge.version", version);
        entries.put("streamgauge.pipeline", pipeline.name());
        entries.put(TrainingSetCheck.DEFINITION_HASH, DefinitionHash.of(pipeline.features()));
    }

    /** Says something more. */
    public Provenance with(String key, Object value) {
        entries.put("streamgauge." + key, value instanceof String text ? text : json(value));
        return this;
    }

    /** Says what was read. */
    public Provenance read(Map<String, SourceRead> reads, Histories from) {
        Map<String, Object> sources = new LinkedHashMap<>();
        reads.forEach((name, read) -> {
            Map<String, Object> source = new LinkedHashMap<>();
            source.put("from", from.placeOf(name));
            source.put("events", read.events());
            source.put("late", read.late());
            source.put("refused", read.refused());
            if (read.events() > 0) {
                source.put("first_time", Instant.ofEpochMilli(read.firstMs()).toString());
                source.put("last_time", Instant.ofEpochMilli(read.lastMs()).toString());
            }
            source.put("ranges", read.ranges());
            sources.put(name, source);
        });
        return with("sources", sources);
    }

    /** By key. */
    public Map<String, String> entries() {
        return entries;
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON for " + value, e);
        }
    }
}
