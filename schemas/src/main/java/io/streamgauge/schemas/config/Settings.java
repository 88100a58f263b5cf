package io.streamgauge.schemas.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of one section, read by a {@link Table}. Asking for a key that the table does not have, or as another type
 * than the table says, is a mistake of ours and throws IllegalArgumentException.
 */
public final class Settings {

    private final ConfigNode node;
    private final Map<String, Object> values;
    private final Map<String, Property> properties;

    Settings(ConfigNode node, Map<String, Object> values, Map<String, Property> properties) {
        this.node = node;
        this.values = values;
        this.properties = properties;
    }

    /** The node the settings were read from. */
    public ConfigNode node() {
        return node;
    }

    /** Whether the user wrote the key, and wrote it well. */
    public boolean has(String name) {
        property(name);
        return values.containsKey(name);
    }

    /** Text; empty text where a required key is missing, which has been noted as a problem. */
    public String text(String name) {
        Object value = value(name, Property.Type.TEXT, Property.Type.CHOICE);
        return value == null ? "" : (String) value;
    }

    public Optional<String> optionalText(String name) {
        return Optional.ofNullable((String) value(name, Property.Type.TEXT, Property.Type.CHOICE));
    }

    public long longValue(String name) {
        Object value = value(name, Property.Type.LONG);
        return value == null ? 0 : (Long) value;
    }

    public double doubleValue(String name) {
        Object value = value(name, Property.Type.DOUBLE);
        return value == null ? 0 : (Double) value;
    }

    public boolean bool(String name) {
        return Boolean.TRUE.equals(value(name, Property.Type.BOOLEAN));
    }

    public Duration duration(String name) {
        Object value = value(name, Property.Type.DURATION);
        return value == null ? Duration.ZERO : (Duration) value;
    }

    @SuppressWarnings("unchecked")
    public List<String> texts(String name) {
        Object value = value(name, Property.Type.TEXTS);
        return value == null ? List.of() : (List<String>) value;
    }

    @SuppressWarnings("unchecked")
    public List<Duration> durations(String name) {
        Object value = value(name, Property.Type.DURATIONS);
        return value == null ? List.of() : (List<Duration>) value;
    }

    /** A nested section, or empty when it was not given. */
    public Optional<ConfigNode> nested(String name) {
        return Optional.ofNullable((ConfigNode) value(name, Property.Type.NODE));
    }

    /** The node to blame for a problem with {@code name}: the key's own where written, else the section's. */
    public ConfigNode at(String name) {
        ConfigNode child = node.get(name);
        return child == null ? node : child;
    }

    private @Nullable Object value(String name, Property.Type... readable) {
        Property property = property(name);
        if (!List.of(readable).contains(property.type())) {
            throw new IllegalArgumentException(
                    "property '" + name + "' is " + property.type() + " and not " + List.of(readable));
        }
        Object value = values.get(name);
        if (value == null && property.fallback() != null) {
            ConfigNode written = new ConfigNode(
                    node.file(), node.line(), name, property.fallback(), List.of(), Map.of(), ConfigNode.Kind.SCALAR);
            return Values.read(property, written, new Problems());
        }
        return value;
    }

    private Property property(String name) {
        Property property = properties.get(name);
        if (property == null) {
            throw new IllegalArgumentException("no property '" + name + "' in this table: " + properties.keySet());
        }
        return property;
    }
}
