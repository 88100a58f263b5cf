package io.streamgauge.scoring.onnx;

import java.util.Set;
import java.util.TreeSet;

/**
 * The operators that a registered model may be made of: those of ONNX and of its {@code ai.onnx.ml} domain that give the same
 * numbers for the same row, in time that the model's file bounds. Left out are draws of random numbers, which no replay can
 * repeat; {@code Loop}, which may not end; codecs of images and sounds; and what only trains.
 */
final class AllowedOperators {

    static final String STANDARD = "";
    /** The same under its long name. */
    static final String STANDARD_NAMED = "ai.onnx";

    static final String ML = "ai.onnx.ml";

    /** Operators that hold graphs of their own; they run each a bounded number of times. */
    static final Set<String> CONTROL = Set.of("If", "Scan");

    private static final Set<String> ML_OPERATORS = words("""
            ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer Imputer LabelEncoder
            LinearClassifier LinearRegressor Normalizer OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsemble
            TreeEnsembleClassifier TreeEnsembleRegressor ZipMap
            """);

    private static final Set<String> STANDARD_OPERATORS = words("""
            Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool BatchNormalization BitShift
            BitwiseAnd BitwiseNot BitwiseOr BitwiseXor Cast CastLike Ceil Celu Clip Compress Concat ConcatFromSequence Constant
            ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh CumSum DepthToSpace DequantizeLinear Det Div Dropout
            DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements GatherND Gelu
            Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GroupNormalization HardSigmoid HardSwish
            Hardmax Identity If InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log
            LogSoftmax LpNormalization LpPool MatMul MatMulInteger Max MaxPool Mean MeanVarianceNormalization Min Mish Mod Mul
            Neg NonZero Not OneHot Or PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RMSNormalization RNN Range
            Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
            ReduceSumSquare RegexFullMatch Relu Reshape ReverseSequence RotaryEmbedding Round Scan Scatter ScatterElements
            ScatterND Selu SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength Shape Shrink
            Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split SplitToSequence Sqrt Squeeze
            StringConcat StringNormalizer StringSplit Sub Sum Swish Tan Tanh TfIdfVectorizer ThresholdedRelu Tile TopK Transpose
            Trilu Unique Unsqueeze Where Xor
            """);

    private AllowedOperators() {}

    private static Set<String> words(String text) {
        return Set.copyOf(new TreeSet<>(text.lines()
                .flatMap(line -> java.util.Arrays.stream(line.strip().split("\\s+", -1)))
                .toList()));
    }

    static boolean contains(String domain, String operator) {
        return of(domain).contains(operator);
    }

    static boolean knowsDomain(String domain) {
        return !of(domain).isEmpty();
    }

    /** The operators allowed of a domain; none of an unknown one. */
    static Set<String> of(String domain) {
        return switch (domain) {
            case STANDARD, STANDARD_NAMED -> STANDARD_OPERATORS;
            case ML -> ML_OPERATORS;
            default -> Set.of();
        };
    }
}
