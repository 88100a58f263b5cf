package io.streamgauge.scoring.explain;

/**
 * Shapley values of a tree ensemble where an unknown input takes both branches of a split, each with its share of the
 * training rows: TreeSHAP's "path-dependent" game [1], which {@code pred_contribs} of XGBoost and LightGBM give as well.
 *
 * <p>In that game the inputs on the path to a leaf multiply: the leaf of value v is worth v·Π oᵢ over known inputs times
 * Π zᵢ over unknown ones, where oᵢ is 1 when the row satisfies all conditions on input i, else 0, and zᵢ is the product of
 * their cover shares. The weights of the Shapley value are integrals, s!·(d−1−s)!/d! = ∫ t^s·(1−t)^(d−1−s) dt, so that
 *
 * <pre>  φᵢ = v·(oᵢ − zᵢ)·∫ Π_{j≠i} (oⱼ·t + zⱼ·(1 − t)) dt   </pre>
 *
 * <p>a polynomial of degree d − 1, which a quadrature of ⌈d/2⌉ points integrates exactly [2]. All its factors are positive, so
 * nothing cancels. One walk carries the product of the factors at every point down the tree and brings the sums over
 * leaves up again; a split's share is that of its own factor less that of the factor it replaces where its input has been
 * met before. The cost is O(nodes · depth), however many inputs there are.
 *
 * <p>[1] Lundberg, Erion, Chen et al.: From local explanations to global understanding with explainable AI for trees. Nature
 * Machine Intelligence 2, 2020, algorithm 1. [2] Yu, Bifet, Read, Xu: Linear TreeShap. NeurIPS 2022, which interpolates the
 * same polynomials.
 */
public final class TreePathAttribution implements Attribution {

    private final TreeEnsemble trees;
    private final GaussLegendre quadrature;
    private final double base;

    /** @throws IllegalArgumentException when the trees have no covers */
    public TreePathAttribution(TreeEnsemble trees) {
        if (!trees.hasCovers()) {
            throw new IllegalArgumentException("the trees have no covers");
        }
        this.trees = trees;
        quadrature = new GaussLegendre(Math.max(1, (Math.min(trees.depth, trees.columns.inputs()) + 1) / 2));
        double sum = trees.offset();
        for (int root : trees.roots) {
            sum += expected(root);
        }
        base = sum;
    }

    private double expected(int node) {
        return trees.column[node] == TreeEnsemble.LEAF
                ? trees.value[node]
                : shareOf(trees.whenTrue[node]) + shareOf(trees.whenFalse[node]);
    }

    private double shareOf(int child) {
        return trees.coverShare[child] * expected(child);
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
        Walk walk = new Walk(row, shares);
        for (int root : trees.roots) {
            walk.node(root, 0);
        }
    }

    /** One row's way down all trees. */
    private final class Walk {

        private final int points = quadrature.points.length;
        private final double[] row;
        private final double[] shares;
        /** Whether the row satisfies every condition met so far, by input. */
        private final boolean[] satisfied;
        /** Product of the cover shares met so far, by input. */
        private final double[] cover;
        /** Products of all factors at each point, by depth. */
        private final double[][] products = new double[trees.depth + 1][points];
        /** Sums over the leaves below of value times product, by depth. */
        private final double[][] sums = new double[trees.depth + 1][points];

        Walk(double[] row, double[] shares) {
            this.row = row;
            this.shares = shares;
            satisfied = new boolean[trees.columns.inputs()];
            cover = new double[trees.columns.inputs()];
            java.util.Arrays.fill(satisfied, true);
            java.util.Arrays.fill(cover, 1);
            java.util.Arrays.fill(products[0], 1);
        }

        /** Leaves in {@code sums[depth]} what the leaves below are worth. */
        void node(int node, int depth) {
            double[] sum = sums[depth];
            if (trees.column[node] == TreeEnsemble.LEAF) {
                for (int k = 0; k < points; k++) {
                    sum[k] = trees.value[node] * products[depth][k];
                }
                return;
            }
            java.util.Arrays.fill(sum, 0);
            boolean isTrue = trees.takesTrue(node, row);
            branch(node, trees.whenTrue[node], isTrue, depth);
            branch(node, trees.whenFalse[node], !isTrue, depth);
        }

        private void branch(int split, int child, boolean taken, int depth) {
            int input = trees.columns.inputOf(trees.column[split]);
            boolean wasSatisfied = satisfied[input];
            double oldCover = cover[input];
            boolean nowSatisfied = wasSatisfied && taken;
            double newCover = oldCover * trees.coverShare[child];
            if (!nowSatisfied && newCover == 0) {
                return; // worth nothing, whoever is known
            }
            double[] above = products[depth];
            double[] below = products[depth + 1];
            for (int k = 0; k < points; k++) {
                below[k] = above[k] / factor(k, wasSatisfied, oldCover) * factor(k, nowSatisfied, newCover);
            }
            satisfied[input] = nowSatisfied;
            cover[input] = newCover;
            node(child, depth + 1);
            satisfied[input] = wasSatisfied;
            cover[input] = oldCover;
            double[] sum = sums[depth];
            double[] ofChild = sums[depth + 1];
            double newGain = gain(nowSatisfied, newCover);
            double oldGain = gain(wasSatisfied, oldCover);
            double share = 0;
            for (int k = 0; k < points; k++) {
                sum[k] += ofChild[k];
                share += quadrature.weights[k]
                        * ofChild[k]
                        * (newGain / factor(k, nowSatisfied, newCover) - oldGain / factor(k, wasSatisfied, oldCover));
            }
            shares[input] += share;
        }

        /** What knowing an input is worth to a leaf, by its factor. */
        private double gain(boolean satisfied, double cover) {
            return (satisfied ? 1 : 0) - cover;
        }

        private double factor(int k, boolean satisfied, double cover) {
            double t = quadrature.points[k];
            return (satisfied ? t : 0) + cover * (1 - t);
        }
    }
}
