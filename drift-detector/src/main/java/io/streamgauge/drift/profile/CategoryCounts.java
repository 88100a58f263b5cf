package io.streamgauge.drift.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How often each category comes in two columns of codes, the most frequent of the reference first, then by code; missing values
 * last, as a category of their own. As many as the samples have rows, at most.
 */
final class CategoryCounts {

    final long[] reference;
    final long[] window;

    private CategoryCounts(long[] reference, long[] window) {
        this.reference = reference;
        this.window = window;
    }

    /** Least count expected of a category in the smaller sample to stand on its own. */
    static final int LEAST_EXPECTED = 5;

    private record Category(double code, long reference, long window) {}

    private static final Comparator<Category> FREQUENT_FIRST =
            Comparator.comparingLong(Category::reference).reversed().thenComparingDouble(Category::code);

    static CategoryCounts of(Column reference, Column window) {
        return counts(present(reference, window), reference.missing(), window.missing());
    }

    /** Counts that were made otherwise. */
    static CategoryCounts binned(long[] reference, long[] window) {
        return new CategoryCounts(reference, window);
    }

    /** The same without missing values; if asked, the reference's most frequent category against all others. */
    static CategoryCounts present(Column reference, Column window, boolean frequentAgainstOthers) {
        List<Category> categories = present(reference, window);
        CategoryCounts all = counts(categories, 0, 0);
        if (!frequentAgainstOthers) {
            return all;
        }
        long[] first = {0, 0};
        long[] others = {0, 0};
        for (int i = 0; i < all.reference.length; i++) {
            long[] into = i == 0 ? first : others;
            into[0] += all.reference[i];
            into[1] += all.window[i];
        }
        return new CategoryCounts(new long[] {first[0], others[0]}, new long[] {first[1], others[1]});
    }

    private static CategoryCounts counts(List<Category> categories, long missingReference, long missingWindow) {
        int size = categories.size();
        long[] reference = new long[size + 1];
        long[] window = new long[size + 1];
        for (int i = 0; i < size; i++) {
            reference[i] = categories.get(i).reference();
            window[i] = categories.get(i).window();
        }
        reference[size] = missingReference;
        window[size] = missingWindow;
        return new CategoryCounts(reference, window);
    }

    private static List<Category> present(Column reference, Column window) {
        double[] a = reference.sorted();
        double[] b = window.sorted();
        List<Category> categories = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            double code = i == a.length ? b[j] : j == b.length ? a[i] : Math.min(a[i], b[j]);
            int firstA = i;
            int firstB = j;
            while (i < a.length && a[i] <= code) {
                i++;
            }
            while (j < b.length && b[j] <= code) {
                j++;
            }
            categories.add(new Category(code, i - firstA, j - firstB));
        }
        categories.sort(FREQUENT_FIRST);
        return categories;
    }

    /** Those too rare for a limit distribution put together: which they are depends on both samples as one, so no test is bent. */
    CategoryCounts pooled() {
        long n = sum(reference);
        long m = sum(window);
        double smallerShare = (double) Math.min(n, m) / Math.max(1, n + m);
        List<long[]> kept = new ArrayList<>();
        long[] rest = {0, 0};
        for (int i = 0; i < reference.length; i++) {
            if ((reference[i] + window[i]) * smallerShare >= LEAST_EXPECTED) {
                kept.add(new long[] {reference[i], window[i]});
            } else {
                rest[0] += reference[i];
                rest[1] += window[i];
            }
        }
        if (rest[0] + rest[1] > 0) {
            kept.add(rest);
        }
        return new CategoryCounts(
                kept.stream().mapToLong(pair -> pair[0]).toArray(),
                kept.stream().mapToLong(pair -> pair[1]).toArray());
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
