package io.streamgauge.scoring.onnx;

import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random regression trees and the obvious way to score them: walk down each, add up in float. */
final class TestingTrees {

    /** A leaf (feature -1) or a split: values {@code <= threshold} go left, missing ones where told. */
    record Node(int feature, float value, int left, int right, boolean missingLeft) {}

    final List<List<Node>> trees = new ArrayList<>();

    TestingTrees(Random random, int count, int depth, int features) {
        for (int i = 0; i < count; i++) {
            List<Node> tree = new ArrayList<>();
            grow(tree, random, depth, features);
            trees.add(tree);
        }
    }

    private static int grow(List<Node> tree, Random random, int depth, int features) {
        int index = tree.size();
        tree.add(new Node(-1, (float) random.nextGaussian(), 0, 0, false));
        if (depth > 0) {
            int left = grow(tree, random, depth - 1, features);
            int right = grow(tree, random, depth - 1, features);
            float threshold = random.nextInt(-20, 20) / 10f;
            tree.set(index, new Node(random.nextInt(features), threshold, left, right, random.nextBoolean()));
        }
        return index;
    }

    double score(FeatureValues vector) {
        double sum = 0;
        for (List<Node> tree : trees) {
            Node node = tree.get(0);
            while (node.feature() >= 0) {
                boolean left = vector.isMissing(node.feature())
                        ? node.missingLeft()
                        : (float) vector.valueAt(node.feature()) <= node.value();
                node = tree.get(left ? node.left() : node.right());
            }
            sum += node.value();
        }
        return sum;
    }
}
