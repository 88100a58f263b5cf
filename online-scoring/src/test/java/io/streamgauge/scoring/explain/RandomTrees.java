package io.streamgauge.scoring.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random ensembles and rows over few values, so that many lie on a threshold, with every branch mode and missing values. */
final class RandomTrees {

    final Random random;
    final Columns columns;
    final List<TreeNode> nodes = new ArrayList<>();
    final TreeEnsemble trees;

    /** Some inputs have several columns, some none. */
    RandomTrees(long seed, int maxDepth) {
        random = new Random(seed);
        int inputs = 1 + random.nextInt(6);
        int[] inputOf = new int[1 + random.nextInt(8)];
        java.util.Arrays.setAll(inputOf, i -> random.nextInt(inputs));
        columns = new Columns(inputOf, inputs);
        for (int tree = 0; tree < 3; tree++) {
            nodes.add(grow(maxDepth, 1 + random.nextInt(1000)));
        }
        trees = new TreeEnsemble(columns, random.nextGaussian(), nodes);
    }

    /** Some branches have no cover at all: no training row went there. */
    private TreeNode grow(int depth, int cover) {
        if (depth == 0 || cover == 0 || random.nextInt(6) == 0) {
            return new TreeNode.Leaf(random.nextGaussian(), cover);
        }
        int ofTrue = random.nextInt(cover + 1);
        Branch[] branches = Branch.values();
        return new TreeNode.Split(
                random.nextInt(columns.size()),
                branches[random.nextInt(branches.length)],
                random.nextInt(4),
                random.nextBoolean(),
                grow(depth - 1, ofTrue),
                grow(depth - 1, cover - ofTrue),
                cover);
    }

    double[] row() {
        double[] row = new double[columns.size()];
        java.util.Arrays.setAll(row, i -> random.nextInt(5) == 0 ? Double.NaN : random.nextInt(4));
        return row;
    }

    double[] shares(Attribution attribution, double[] row) {
        double[] shares = new double[columns.inputs()];
        attribution.addTo(row, shares);
        return shares;
    }
}
