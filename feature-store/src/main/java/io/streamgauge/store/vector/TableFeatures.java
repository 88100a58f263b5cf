package io.streamgauge.store.vector;

import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.store.expression.Expression;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which features come of tables: those looked up, and the expressions and views that take some of these. */
public final class TableFeatures {

    private TableFeatures() {}

    /** Their names, {@code <view>.<feature>} and {@code <group>.<name>}. */
    public static Set<String> of(FeatureDefinition definition) {
        Map<String, Expression> expressions = definition.compiledExpressions();
        Set<String> names = new LinkedHashSet<>();
        int before;
        do {
            before = names.size();
            for (ViewDefinition view : definition.views()) {
                if (definition.source(view.source()).table()
                        || !Collections.disjoint(new FeedEvents(definition, view).taken(), names)) {
                    view.featureNames().forEach(feature -> names.add(view.name() + "." + feature));
                }
            }
            expressions.forEach((name, expression) -> {
                if (!Collections.disjoint(expression.variables(), names)) {
                    names.add(name);
                }
            });
        } while (names.size() > before);
        return Collections.unmodifiableSet(names);
    }
}
