package io.streamgauge.examples;

import java.util.List;

/**
 * Boosted trees for a yes-or-no outcome: probability = 1 / (1 + exp(-Σ leaf)), the sum over the leaf that a row reaches in
 * each tree.
 *
 * @param trees nodes of each tree; node 0 is the root
 */
record TreeEnsemble(List<List<TreeNode>> trees) {

    TreeEnsemble {
        trees = trees.stream().map(List::copyOf).toList();
    }
}
