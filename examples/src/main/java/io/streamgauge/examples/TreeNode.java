package io.streamgauge.examples;

/**
 * A node of a decision tree: a leaf, or a split whose left side takes values {@code < threshold}.
 *
 * @param feature index of the feature split on; -1 for a leaf
 * @param value threshold of a split, contribution of a leaf
 * @param left index in the tree of the left child; 0 for a leaf
 * @param right index in the tree of the right child; 0 for a leaf
 * @param missingLeft whether a missing value goes left
 */
record TreeNode(int feature, float value, int left, int right, boolean missingLeft) {

    boolean leaf() {
        return feature < 0;
    }
}
