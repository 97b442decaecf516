package dev.meshwright.base.quantity;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the known names that a misspelt one is close to. */
public final class NearNames {

    /** Longer input is no slip of the pen, and comparing it would only cost time. */
    private static final int LONGEST_NAME = 60;

    private NearNames() {}

    /** "Maybe x." with the nearest of {@code known}; empty where none is near. */
    public static String maybe(String name, Collection<String> known) {
        List<String> near = among(name, known, 1);
        return near.isEmpty() ? "" : "Maybe " + near.getFirst() + ".";
    }

    /**
     * The nearest names, nearest first, at most {@code limit}: those that differ only in case or separators, or by at
     * most a third of their letters, or that start with {@code name}.
     */
    public static List<String> among(String name, Collection<String> known, int limit) {
        String wanted = plain(name);
        if (wanted.isEmpty() || name.length() > LONGEST_NAME) {
            return List.of();
        }
        record Candidate(String name, int distance) {}
        List<String> sameLetters = known.stream()
                .distinct()
                .filter(candidate -> plain(candidate).equals(wanted))
                .sorted()
                .toList();
        Collection<String> candidates = sameLetters.isEmpty() ? known : sameLetters;
        return candidates.stream()
                .distinct()
                .map(candidate -> new Candidate(candidate, nearness(wanted, candidate)))
                .filter(candidate -> candidate.distance() <= Math.max(1, Math.min(wanted.length(), 12) / 3))
                .sorted(Comparator.comparingInt(Candidate::distance)
                        .thenComparingInt(candidate -> editDistance(name, candidate.name()))
                        .thenComparing(Candidate::name))
                .limit(limit)
                .map(Candidate::name)
                .toList();
    }

    /** A name without what people write differently: case and everything but letters and digits. */
    public static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours between two names. */
    public static int distance(String first, String second) {
        return editDistance(first, second);
    }

    private static int nearness(String wanted, String candidate) {
        String plain = plain(candidate);
        // What was typed may be the beginning of the name: "h100" of "h100-sxm".
        boolean prefix = wanted.length() >= 3 && plain.startsWith(wanted);
        return prefix && plain.length() > wanted.length() ? 1 : editDistance(wanted, plain);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int editDistance(String first, String second) {
        int[][] cost = new int[first.length() + 1][second.length() + 1];
        for (int i = 0; i <= first.length(); i++) {
            for (int j = 0; j <= second.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1;
                int best = Math.min(cost[i - 1][j - 1] + replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && first.charAt(i - 1) == second.charAt(j - 2)
                        && first.charAt(i - 2) == second.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
            }
        }
        return cost[first.length()][second.length()];
    }
}
