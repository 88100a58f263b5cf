package io.streamgauge.scoring.explain;

/**
 * Shapley values of a tree ensemble where an unknown input takes its value from a row of a background, averaged over its
 * rows: TreeSHAP's "interventional" game [1]. It needs no covers, and keeps to what the model does with its inputs,
 * whatever they have to do with one another.
 *
 * <p>Against one background row a leaf is reached when the known inputs hold all of a set X, whose conditions only the
 * explained row satisfies, and none of a set Z, whose conditions only the background's row does. With a = |X| and b = |Z| the
 * leaf's value v gives (a−1)!·b!/(a+b)!·v to each of X and takes a!·(b−1)!/(a+b)!·v from each of Z. One walk per row of the
 * background visits the leaves that a mixture of the two rows can reach.
 *
 * <p>[1] Lundberg, Erion, Chen et al.: From local explanations to global understanding with explainable AI for trees. Nature
 * Machine Intelligence 2, 2020, algorithm 3.
 */
public final class TreeBackgroundAttribution implements Attribution {

    private enum Side {
        /** Both rows go the same way, as far as is known. */
        BOTH,
        EXPLAINED,
        BACKGROUND
    }

    private final TreeEnsemble trees;
    private final double[][] background;
    /** {@code weights[a][b]} is (a−1)!·b!/(a+b)!, for a of 1 and more. */
    private final double[][] weights;

    private final double base;

    /** @param background rows of columns, at least one */
    public TreeBackgroundAttribution(TreeEnsemble trees, double[][] background) {
        Background.check(background, trees.columns.size());
        this.trees = trees;
        this.background = new double[background.length][];
        double sum = 0;
        for (int row = 0; row < background.length; row++) {
            this.background[row] = background[row].clone();
            sum += trees.margin(background[row]);
        }
        base = sum / background.length;
        weights = weights(Math.min(trees.depth, trees.columns.inputs()));
    }

    private static double[][] weights(int players) {
        double[][] weights = new double[players + 1][players + 1];
        for (int a = 1; a <= players; a++) {
            weights[a][0] = 1.0 / a;
            for (int b = 1; a + b <= players; b++) {
                weights[a][b] = weights[a][b - 1] * b / (a + b);
            }
        }
        return weights;
    }

    @Override
    public double base() {
        return base;
    }

    @Override
    public double margin(double[] row) {
        return trees.margin(row);
    }

    @Override
    public void addTo(double[] row, double[] shares) {
        double[] sums = new double[trees.columns.inputs()];
        for (double[] other : background) {
            Walk walk = new Walk(row, other, sums);
            for (int root : trees.roots) {
                walk.node(root, 0, 0);
            }
        }
        for (int input = 0; input < sums.length; input++) {
            shares[input] += sums[input] / background.length;
        }
    }

    /** The way of one row and one of the background down all trees. */
    private final class Walk {

        private final double[] explained;
        private final double[] other;
        private final double[] sums;
        private final Side[] sides = new Side[trees.columns.inputs()];
        /** What the leaves below the node visited last give to each of X. */
        private double given;
        /** What they take from each of Z. */
        private double taken;

        Walk(double[] explained, double[] other, double[] sums) {
            this.explained = explained;
            this.other = other;
            this.sums = sums;
            java.util.Arrays.fill(sides, Side.BOTH);
        }

        void node(int node, int a, int b) {
            if (trees.column[node] == TreeEnsemble.LEAF) {
                given = a == 0 ? 0 : weights[a][b] * trees.value[node];
                taken = b == 0 ? 0 : weights[b][a] * trees.value[node];
                return;
            }
            int input = trees.columns.inputOf(trees.column[node]);
            switch (sides[input]) {
                case EXPLAINED -> node(next(node, explained), a, b);
                case BACKGROUND -> node(next(node, other), a, b);
                case BOTH -> {
                    int its = next(node, explained);
                    int others = next(node, other);
                    if (its == others) {
                        node(its, a, b);
                    } else {
                        part(input, its, others, a, b);
                    }
                }
            }
        }

        private void part(int input, int its, int others, int a, int b) {
            sides[input] = Side.EXPLAINED;
            node(its, a + 1, b);
            double givenHere = given;
            double takenHere = taken;
            sides[input] = Side.BACKGROUND;
            node(others, a, b + 1);
            sides[input] = Side.BOTH;
            sums[input] += givenHere - taken;
            given += givenHere;
            taken += takenHere;
        }

        private int next(int node, double[] row) {
            return trees.takesTrue(node, row) ? trees.whenTrue[node] : trees.whenFalse[node];
        }
    }
}
