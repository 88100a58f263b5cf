package io.streamgauge.scoring.onnx;

import static io.streamgauge.scoring.onnx.TestingModels.BATCH;
import static io.streamgauge.scoring.onnx.TestingModels.ML;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Trees in the two other forms that exporters give them: isolation forests of skl2onnx, and TreeEnsemble of ai.onnx.ml 5. */
final class TestingForests {

    /** What the score of {@link #isolation} has added: the threshold of anomalies. */
    static final float SHIFT = 0.5f;

    private TestingForests() {}

    /**
     * An isolation forest: each tree takes the columns in an order of its own and answers the number of a leaf; of that are
     * made how many rows the leaf had, its depth, and of both the length of the path.
     *
     * @param covers of the nodes of each tree; none to leave them out
     */
    static ModelProto isolation(List<TestingTrees> trees, List<long[]> orders, List<List<Float>> covers) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("isolation")
                .addInput(TestingModels.tensor("x", DataType.FLOAT, BATCH, orders.get(0).length))
                .addInitializer(TensorProto.newBuilder()
                        .setName("column")
                        .setDataType(DataType.INT64.getNumber())
                        .addDims(2)
                        .addInt64Data(-1)
                        .addInt64Data(1))
                .addInitializer(number("minus_one", -1))
                .addInitializer(number("one", 1))
                .addInitializer(number("two", 2))
                .addInitializer(number("lengths", 3f * trees.size()))
                .addInitializer(number("shift", SHIFT));
        NodeProto.Builder sum = NodeProto.newBuilder().setOpType("Sum").addOutput("sum");
        for (int i = 0; i < trees.size(); i++) {
            tree(graph, i, trees.get(i), orders.get(i), covers.isEmpty() ? List.of() : covers.get(i));
            sum.addInput("length" + i);
        }
        graph.addNode(sum)
                .addNode(node("Div", "mean", "sum", "lengths"))
                .addNode(node("Neg", "negated", "mean"))
                .addNode(node("Pow", "power", "two", "negated"))
                .addNode(node("Neg", "samples", "power"))
                .addNode(node("Add", "score", "samples", "shift"))
                .addOutput(TestingModels.score(BATCH, 1));
        return TestingModels.model(List.of(), graph.build());
    }

    private static void tree(GraphProto.Builder graph, int i, TestingTrees tree, long[] order, List<Float> covers) {
        NodeProto.Builder grown = TestingModels.trees(tree, order.length).getGraph().getNode(0).toBuilder();
        List<Long> leaves = attribute(grown, "target_nodeids").getIntsList();
        List<Float> weights = leaves.stream().map(Long::floatValue).toList();
        attribute(grown, "target_weights").clearFloats().addAllFloats(weights);
        if (!covers.isEmpty()) {
            grown.addAttribute(TestingModels.floats("nodes_hitrates", covers));
        }
        List<Float> rows = leaves.stream().map(leaf -> 1f + leaf % 5).toList();
        List<Float> depths = leaves.stream().map(leaf -> 2f + leaf % 3).toList();
        graph.addInitializer(TensorProto.newBuilder()
                        .setName("order" + i)
                        .setDataType(DataType.INT64.getNumber())
                        .addDims(order.length)
                        .addAllInt64Data(LongStream.of(order).boxed().toList()))
                .addNode(node("Gather", "x" + i, "x", "order" + i).toBuilder()
                        .addAttribute(TestingModels.number("axis", 1)))
                .addNode(grown.setInput(0, "x" + i).setOutput(0, "leaf" + i))
                .addNode(node("Cast", "whole" + i, "leaf" + i).toBuilder()
                        .addAttribute(TestingModels.number("to", DataType.INT64.getNumber())))
                .addNode(encoder("rows" + i, "whole" + i, leaves, rows))
                .addNode(encoder("depth" + i, "whole" + i, leaves, depths))
                .addNode(node("Reshape", "flatrows" + i, "rows" + i, "column"))
                .addNode(node("Reshape", "flatdepth" + i, "depth" + i, "column"))
                .addNode(node("Max", "atleast" + i, "flatrows" + i, "one"))
                .addNode(node("Log", "log" + i, "atleast" + i))
                .addNode(node("Add", "more" + i, "flatdepth" + i, "log" + i))
                .addNode(node("Add", "length" + i, "more" + i, "minus_one"));
    }

    private static AttributeProto.Builder attribute(NodeProto.Builder node, String name) {
        return node.getAttributeBuilderList().stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static NodeProto encoder(String output, String input, List<Long> keys, List<Float> values) {
        return node("LabelEncoder", output, input).toBuilder()
                .setDomain(ML)
                .addAttribute(TestingModels.numbers("keys_int64s", keys))
                .addAttribute(TestingModels.floats("values_floats", values))
                .build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static TensorProto number(String name, float value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(1)
                .addFloatData(value)
                .build();
    }

    /** The trees as one TreeEnsemble; each tree has a split at its root. */
    static ModelProto ensemble(TestingTrees trees, int features, AttributeProto... more) {
        Ensemble made = new Ensemble();
        trees.trees.forEach(tree -> made.roots.add(made.split(tree, 0)));
        NodeProto node = NodeProto.newBuilder()
                .setOpType("TreeEnsemble")
                .setDomain(ML)
                .addInput("x")
                .addOutput("score")
                .addAttribute(TestingModels.numbers("tree_roots", made.roots))
                .addAttribute(TestingModels.numbers("nodes_featureids", made.features))
                .addAttribute(tensor("nodes_splits", made.thresholds))
                .addAttribute(modes(made.features.size(), 0))
                .addAttribute(TestingModels.numbers("nodes_truenodeids", made.whenTrue))
                .addAttribute(TestingModels.numbers("nodes_trueleafs", made.trueIsLeaf))
                .addAttribute(TestingModels.numbers("nodes_falsenodeids", made.whenFalse))
                .addAttribute(TestingModels.numbers("nodes_falseleafs", made.falseIsLeaf))
                .addAttribute(TestingModels.numbers("nodes_missing_value_tracks_true", made.missingTrue))
                .addAttribute(TestingModels.numbers(
                        "leaf_targetids", made.leaves.stream().map(leaf -> 0L).toList()))
                .addAttribute(tensor("leaf_weights", made.leaves))
                .addAttribute(TestingModels.number("n_targets", 1))
                .addAllAttribute(Arrays.asList(more))
                .build();
        ModelProto model = TestingModels.model(
                List.of(),
                GraphProto.newBuilder()
                        .setName("ensemble")
                        .addNode(node)
                        .addInput(TestingModels.tensor("x", DataType.FLOAT, BATCH, features))
                        .addOutput(TestingModels.score(BATCH, 1))
                        .build());
        return model.toBuilder()
                .clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(18))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(5))
                .build();
    }

    /** The attribute that says how every split compares. */
    static AttributeProto modes(int splits, int mode) {
        byte[] all = new byte[splits];
        Arrays.fill(all, (byte) mode);
        return AttributeProto.newBuilder()
                .setName("nodes_modes")
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(TensorProto.newBuilder()
                        .setName("modes")
                        .setDataType(DataType.UINT8.getNumber())
                        .addDims(splits)
                        .setRawData(ByteString.copyFrom(all)))
                .build();
    }

    private static AttributeProto tensor(String name, List<Float> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(DataType.FLOAT.getNumber())
                        .addDims(values.size())
                        .addAllFloatData(values))
                .build();
    }

    /** The lists of a TreeEnsemble. */
    private static final class Ensemble {

        private final List<Long> roots = new ArrayList<>();
        private final List<Long> features = new ArrayList<>();
        private final List<Float> thresholds = new ArrayList<>();
        private final List<Long> whenTrue = new ArrayList<>();
        private final List<Long> whenFalse = new ArrayList<>();
        private final List<Long> trueIsLeaf = new ArrayList<>();
        private final List<Long> falseIsLeaf = new ArrayList<>();
        private final List<Long> missingTrue = new ArrayList<>();
        private final List<Float> leaves = new ArrayList<>();

        long split(List<TestingTrees.Node> tree, int id) {
            TestingTrees.Node node = tree.get(id);
            int at = features.size();
            features.add((long) node.feature());
            thresholds.add(node.value());
            missingTrue.add(node.missingLeft() ? 1L : 0L);
            List.of(whenTrue, whenFalse, trueIsLeaf, falseIsLeaf).forEach(list -> list.add(0L));
            child(tree, node.left(), at, whenTrue, trueIsLeaf);
            child(tree, node.right(), at, whenFalse, falseIsLeaf);
            return at;
        }

        private void child(List<TestingTrees.Node> tree, int id, int parent, List<Long> to, List<Long> isLeaf) {
            boolean leaf = tree.get(id).feature() < 0;
            isLeaf.set(parent, leaf ? 1L : 0L);
            if (leaf) {
                to.set(parent, (long) leaves.size());
                leaves.add(tree.get(id).value());
            } else {
                to.set(parent, split(tree, id));
            }
        }
    }
}
