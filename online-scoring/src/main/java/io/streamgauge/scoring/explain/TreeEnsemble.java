package io.streamgauge.scoring.explain;

import java.util.List;

/**
 * Trees whose leaves add up to a margin, in arrays that are walked without chasing objects: node {@code n} compares
 * {@code row[column[n]]} and goes on at {@code whenTrue[n]} or {@code whenFalse[n]}; a leaf has column {@value #LEAF}. Thread-safe.
 */
public final class TreeEnsemble {

    static final int LEAF = -1;

    /** Deeper trees are refused: none that learns from tables grows them, and the walks are recursive. */
    private static final int MAX_DEPTH = 200;

    /** Covers are counts or sums of weights in float32: a split's must be that of its branches but for rounding. */
    private static final double COVER_TOLERANCE = 1e-3;

    private static final Branch[] BRANCHES = Branch.values();

    private final double offset;
    final Columns columns;
    final int[] roots;
    final int[] column;
    final int[] whenTrue;
    final int[] whenFalse;
    /** The value of a leaf. */
    final double[] value;
    /** Which share of the training rows at the parent came here; 1 at a root, NaN when nobody says. */
    final double[] coverShare;

    private final byte[] branch;
    private final double[] threshold;
    private final boolean[] missingIsTrue;
    final int depth;

    /** @param offset added to the leaves */
    public TreeEnsemble(Columns columns, double offset, List<TreeNode> trees) {
        this.columns = columns;
        this.offset = offset;
        int nodes = trees.stream().mapToInt(tree -> size(tree, 0)).sum();
        roots = new int[trees.size()];
        column = new int[nodes];
        whenTrue = new int[nodes];
        whenFalse = new int[nodes];
        value = new double[nodes];
        coverShare = new double[nodes];
        branch = new byte[nodes];
        threshold = new double[nodes];
        missingIsTrue = new boolean[nodes];
        int next = 0;
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = next;
            next = place(trees.get(tree), next, 1);
        }
        depth = trees.stream().mapToInt(TreeEnsemble::depth).max().orElse(0);
    }

    private static int size(TreeNode node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a tree is deeper than " + MAX_DEPTH);
        }
        return node instanceof TreeNode.Split split
                ? 1 + size(split.whenTrue(), depth + 1) + size(split.whenFalse(), depth + 1)
                : 1;
    }

    private static int depth(TreeNode node) {
        return node instanceof TreeNode.Split split
                ? 1 + Math.max(depth(split.whenTrue()), depth(split.whenFalse()))
                : 0;
    }

    /** Puts a node and all below it at {@code index} and after; returns the first index behind them. */
    @SuppressWarnings("EnumOrdinal") // it leaves this object as a branch only
    private int place(TreeNode node, int index, double share) {
        coverShare[index] = share;
        if (node instanceof TreeNode.Leaf leaf) {
            column[index] = LEAF;
            value[index] = leaf.value();
            return index + 1;
        }
        TreeNode.Split split = (TreeNode.Split) node;
        if (split.column() >= columns.size()) {
            throw new IllegalArgumentException("a split on column " + split.column() + "; there are " + columns.size());
        }
        column[index] = split.column();
        branch[index] = (byte) split.branch().ordinal();
        threshold[index] = split.threshold();
        missingIsTrue[index] = split.missingIsTrue();
        double ofTrue = split.whenTrue().cover();
        double both = ofTrue + split.whenFalse().cover();
        // Their own sum in place of the split's cover, so that the shares of two branches are 1 to the last bit or so.
        boolean told =
                both > 0 && Math.abs(both - split.cover()) <= COVER_TOLERANCE * both && ofTrue >= 0 && ofTrue <= both;
        whenTrue[index] = index + 1;
        whenFalse[index] = place(split.whenTrue(), index + 1, told ? ofTrue / both : Double.NaN);
        return place(split.whenFalse(), whenFalse[index], told ? (both - ofTrue) / both : Double.NaN);
    }

    /** Whether the cover of every split is that of its two branches together, as it is where covers were counted. */
    public boolean hasCovers() {
        for (double share : coverShare) {
            if (Double.isNaN(share)) {
                return false;
            }
        }
        return true;
    }

    boolean takesTrue(int node, double[] row) {
        double seen = row[column[node]];
        return BRANCHES[branch[node]].test(seen, threshold[node]) || (missingIsTrue[node] && Double.isNaN(seen));
    }

    double margin(double[] row) {
        double sum = offset;
        for (int root : roots) {
            int node = root;
            while (column[node] != LEAF) {
                node = takesTrue(node, row) ? whenTrue[node] : whenFalse[node];
            }
            sum += value[node];
        }
        return sum;
    }

    double offset() {
        return offset;
    }
}
