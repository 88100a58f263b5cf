package io.streamgauge.scoring.explain;

import java.util.function.IntToDoubleFunction;

/** Shapley values by their definition: what each input adds to every set of the others. */
final class BruteForce {

    private BruteForce() {}

    /** @param worth of a set of known inputs, one bit each */
    static double[] shapley(int inputs, IntToDoubleFunction worth) {
        double[] shares = new double[inputs];
        for (int input = 0; input < inputs; input++) {
            for (int known = 0; known < 1 << inputs; known++) {
                if ((known >> input & 1) == 0) {
                    int size = Integer.bitCount(known);
                    double weight = factorial(size) * factorial(inputs - size - 1) / factorial(inputs);
                    shares[input] += weight * (worth.applyAsDouble(known | 1 << input) - worth.applyAsDouble(known));
                }
            }
        }
        return shares;
    }

    private static double factorial(int n) {
        return n <= 1 ? 1 : n * factorial(n - 1);
    }

    /** The margin of the explained row where inputs are known, and of the other row where they are not. */
    static double mixed(TreeEnsemble trees, double[] row, double[] other, int known) {
        double[] mixed = other.clone();
        for (int column = 0; column < mixed.length; column++) {
            if ((known >> trees.columns.inputOf(column) & 1) == 1) {
                mixed[column] = row[column];
            }
        }
        return trees.margin(mixed);
    }

    /** What a tree gives when it is walked down both branches of a split on an unknown input, by their covers. */
    static double expected(TreeNode node, Columns columns, double[] row, int known) {
        if (node instanceof TreeNode.Leaf leaf) {
            return leaf.value();
        }
        TreeNode.Split split = (TreeNode.Split) node;
        if ((known >> columns.inputOf(split.column()) & 1) == 1) {
            double seen = row[split.column()];
            boolean isTrue = (Double.isNaN(seen) && split.missingIsTrue())
                    || split.branch().test(seen, split.threshold());
            return expected(isTrue ? split.whenTrue() : split.whenFalse(), columns, row, known);
        }
        double whenTrue = split.whenTrue().cover() * expected(split.whenTrue(), columns, row, known);
        double whenFalse = split.whenFalse().cover() * expected(split.whenFalse(), columns, row, known);
        return (whenTrue + whenFalse) / split.cover();
    }
}
