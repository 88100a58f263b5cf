package io.streamgauge.store.definition;

import io.streamgauge.schemas.config.ConfigNode;
import io.streamgauge.schemas.config.Problems;
import java.util.regex.Pattern;

/** Names a user gives: of sources, views, aggregates and expressions, and of the fields of events. */
final class Names {

    /** Sources, views, aggregates, expressions. */
    static final String PATTERN = "[a-z][a-z0-9_]*";

    /** Fields, which somebody else may have named; what Avro allows. */
    static final String FIELD_PATTERN = "[A-Za-z_][A-Za-z0-9_]*";

    private static final Pattern NAME = Pattern.compile(PATTERN);
    private static final Pattern FIELD = Pattern.compile(FIELD_PATTERN);

    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private Names() {}

    static void checkTopic(String name, ConfigNode node, Problems problems) {
        if (!TOPIC.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            problems.add(
                    node,
                    "'" + name + "' is no topic name; allowed: letters, digits, '.', '_' and '-', at most 249 of them");
        }
    }

    static void check(String name, ConfigNode node, Problems problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    node,
                    "'" + name + "' is no name; allowed: a lower-case letter, then lower-case letters, digits and _");
        }
    }

    static void checkField(String name, ConfigNode node, Problems problems) {
        if (!FIELD.matcher(name).matches()) {
            problems.add(node, "'" + name + "' is no field name; allowed: a letter or _, then letters, digits and _");
        }
    }
}
