package io.streamgauge.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Gradient-boosted trees by XGBoost, on one thread and with a fixed seed, so that the same rows give the same trees. The
 * score starts from even odds ({@code base_score} 0.5, which is 0 in log-odds), not from the share of positives that
 * XGBoost would estimate, so that an ensemble is its trees and nothing else.
 */
final class GradientBoostedTrees implements AutoCloseable {

    /** How trees are grown. */
    record Settings(int trees, int depth, double learningRate, double minChildWeight, long seed) {

        Map<String, Object> xgboost() {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("objective", "binary:logistic");
            parameters.put("tree_method", "hist");
            parameters.put("base_score", 0.5);
            parameters.put("max_depth", depth);
            parameters.put("eta", learningRate);
            parameters.put("min_child_weight", minChildWeight);
            parameters.put("seed", seed);
            parameters.put("nthread", 1);
            parameters.put("verbosity", 0);
            return parameters;
        }
    }

    /** Another version may grow other trees. */
    static final String LIBRARY_VERSION = "2.1.4";

    private final Booster booster;

    private GradientBoostedTrees(Booster booster) {
        this.booster = booster;
    }

    static GradientBoostedTrees train(LabelledRows rows, Settings settings) {
        try {
            DMatrix matrix = matrix(rows);
            try {
                matrix.setLabel(rows.labels());
                return new GradientBoostedTrees(
                        XGBoost.train(matrix, settings.xgboost(), settings.trees(), Map.of(), null, null));
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost cannot train: " + e.getMessage(), e);
        }
    }

    /** XGBoost's own probability of each row. */
    float[] predict(LabelledRows rows) {
        try {
            DMatrix matrix = matrix(rows);
            try {
                float[][] predicted = booster.predict(matrix);
                float[] probabilities = new float[predicted.length];
                for (int row = 0; row < probabilities.length; row++) {
                    probabilities[row] = predicted[row][0];
                }
                return probabilities;
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost cannot predict: " + e.getMessage(), e);
        }
    }

    /** The trees, as XGBoost's model file holds them. */
    TreeEnsemble ensemble() {
        try {
            JsonNode learner =
                    new ObjectMapper().readTree(booster.toByteArray("json")).path("learner");
            double base = learner.path("learner_model_param").path("base_score").asDouble(Double.NaN);
            if (base != 0.5) {
                throw new IllegalStateException("the model starts from a base score of " + base + ", expected 0.5");
            }
            List<List<TreeNode>> trees = new ArrayList<>();
            learner.path("gradient_booster").path("model").path("trees").forEach(tree -> trees.add(nodes(tree)));
            return new TreeEnsemble(trees);
        } catch (XGBoostError | IOException e) {
            throw new IllegalStateException("cannot read the trained trees: " + e.getMessage(), e);
        }
    }

    /** A tree is parallel arrays over its nodes; {@code split_conditions} holds thresholds and, for leaves, values. */
    private static List<TreeNode> nodes(JsonNode tree) {
        JsonNode lefts = tree.path("left_children");
        JsonNode values = tree.path("split_conditions");
        List<TreeNode> nodes = new ArrayList<>();
        for (int i = 0; i < lefts.size(); i++) {
            float value = (float) values.get(i).asDouble();
            int left = lefts.get(i).asInt();
            nodes.add(
                    left < 0
                            ? new TreeNode(-1, value, 0, 0, false)
                            : new TreeNode(
                                    tree.path("split_indices").get(i).asInt(),
                                    value,
                                    left,
                                    tree.path("right_children").get(i).asInt(),
                                    tree.path("default_left").get(i).asInt() == 1));
        }
        return nodes;
    }

    private static DMatrix matrix(LabelledRows rows) throws XGBoostError {
        return new DMatrix(rows.values(), rows.size(), rows.columns(), Float.NaN);
    }

    @Override
    public void close() {
        booster.dispose();
    }
}
