package io.streamgauge.store.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.streamgauge.store.event.FieldType;

/** CEL as Streamgauge sets it: options, limits, own functions, numbers that mix. Without variables; made once. */
final class Language {

    static final int MAX_CHARACTERS = 2_000;
    static final int MAX_NODES = 500;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_REGEX_INSTRUCTIONS = 1_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableComprehension(false)
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxRegexProgramSize(MAX_REGEX_INSTRUCTIONS)
            .build();

    static final Cel CEL = make();

    private Language() {}

    private static Cel make() {
        CelBuilder builder = CelFactory.plannerCelBuilder().setOptions(OPTIONS);
        Functions.declare(builder);
        MixedNumbers.declare(builder);
        return builder.build();
    }

    static CelType celType(FieldType type) {
        return switch (type) {
            case STRING -> SimpleType.STRING;
            case LONG -> SimpleType.INT;
            case DOUBLE -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
        };
    }
}
