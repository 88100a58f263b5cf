package io.streamgauge.scoring.explain;

/** A node of a binary tree that a margin is read from. */
public sealed interface TreeNode {

    /** How many training rows came here, or what weight they had; NaN when nobody says. */
    double cover();

    /**
     * An end.
     *
     * @param value what the tree adds to the margin here
     */
    record Leaf(double value, double cover) implements TreeNode {}

    /**
     * A split.
     *
     * @param column the column compared
     * @param missingIsTrue whether NaN takes the true branch, whatever the comparison says of it
     */
    record Split(
            int column,
            Branch branch,
            double threshold,
            boolean missingIsTrue,
            TreeNode whenTrue,
            TreeNode whenFalse,
            double cover)
            implements TreeNode {

        public Split {
            if (column < 0) {
                throw new IllegalArgumentException("a split on column " + column);
            }
        }
    }
}
