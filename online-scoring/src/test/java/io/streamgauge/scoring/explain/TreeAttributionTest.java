package io.streamgauge.scoring.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Shares of small random ensembles against the definition of the Shapley value, over all sets of inputs. */
final class TreeAttributionTest {

    private static final Offset<Double> TINY = Offset.offset(1e-10);

    @Property(tries = 100)
    void pathsAgainstTheDefinition(@ForAll long seed) {
        RandomTrees made = new RandomTrees(seed, 6);
        Attribution attribution = new TreePathAttribution(made.trees);
        for (int i = 0; i < 3; i++) {
            double[] row = made.row();
            double[] shares = made.shares(attribution, row);
            double[] wanted = BruteForce.shapley(
                    made.columns.inputs(),
                    known -> made.nodes.stream()
                            .mapToDouble(tree -> BruteForce.expected(tree, made.columns, row, known))
                            .sum());
            assertThat(shares).containsExactly(wanted, TINY);
            assertAddsUp(attribution, row, shares);
        }
    }

    @Property(tries = 100)
    void backgroundsAgainstTheDefinition(@ForAll long seed) {
        RandomTrees made = new RandomTrees(seed, 6);
        double[][] background = {made.row(), made.row(), made.row()};
        Attribution attribution = new TreeBackgroundAttribution(made.trees, background);
        for (int i = 0; i < 3; i++) {
            double[] row = made.row();
            double[] shares = made.shares(attribution, row);
            double[] wanted = BruteForce.shapley(
                    made.columns.inputs(),
                    known -> Arrays.stream(background)
                            .mapToDouble(other -> BruteForce.mixed(made.trees, row, other, known))
                            .average()
                            .orElseThrow());
            assertThat(shares).containsExactly(wanted, TINY);
            assertAddsUp(attribution, row, shares);
        }
    }

    @Property(tries = 10)
    void deepTreesAddUp(@ForAll long seed) {
        RandomTrees made = new RandomTrees(seed, 12);
        double[] row = made.row();
        for (Attribution attribution : List.of(
                new TreePathAttribution(made.trees),
                new TreeBackgroundAttribution(made.trees, new double[][] {made.row(), made.row()}))) {
            assertAddsUp(attribution, row, made.shares(attribution, row));
        }
    }

    private static void assertAddsUp(Attribution attribution, double[] row, double[] shares) {
        double margin = attribution.margin(row);
        double size = Math.abs(margin)
                + Math.abs(attribution.base())
                + Arrays.stream(shares).map(Math::abs).sum();
        assertThat(attribution.base() + Arrays.stream(shares).sum()).isCloseTo(margin, Offset.offset(1e-9 * size));
    }

    @Test
    void aStumpIsSharedByItsCovers() {
        TreeNode stump =
                new TreeNode.Split(0, Branch.LEQ, 5, true, new TreeNode.Leaf(1, 30), new TreeNode.Leaf(-1, 10), 40);
        Attribution attribution = new TreePathAttribution(new TreeEnsemble(Columns.ofInputs(2), 0.25, List.of(stump)));
        double[] shares = new double[2];
        attribution.addTo(new double[] {Double.NaN, 0}, shares);
        assertThat(attribution.base()).isEqualTo(0.75);
        assertThat(attribution.margin(new double[] {5.5, 0})).isEqualTo(-0.75);
        assertThat(shares).containsExactly(0.5, 0);
    }

    @Test
    void coversThatDoNotAddUpAreNone() {
        TreeNode stump =
                new TreeNode.Split(0, Branch.LEQ, 5, true, new TreeNode.Leaf(1, 1), new TreeNode.Leaf(-1, 1), 1);
        TreeEnsemble trees = new TreeEnsemble(Columns.ofInputs(1), 0, List.of(stump));
        assertThat(trees.hasCovers()).isFalse();
        assertThatThrownBy(() -> new TreePathAttribution(trees)).hasMessageContaining("no covers");
        assertThatThrownBy(() -> new TreeBackgroundAttribution(trees, new double[0][]))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> new TreeBackgroundAttribution(trees, new double[1][2]))
                .hasMessageContaining("of 2 columns; expected 1");
    }

    @Test
    void quadratureIsExactForPolynomials() {
        for (int n = 1; n <= 100; n++) {
            GaussLegendre quadrature = new GaussLegendre(n);
            for (int degree = 0; degree < 2 * n; degree++) {
                double integral = 0;
                for (int k = 0; k < n; k++) {
                    integral += quadrature.weights[k] * Math.pow(quadrature.points[k], degree);
                }
                assertThat(integral).as("t^%d, %d points", degree, n).isCloseTo(1.0 / (degree + 1), TINY);
            }
        }
    }
}
