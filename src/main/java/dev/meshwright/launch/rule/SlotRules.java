package dev.meshwright.launch.rule;

import java.util.ArrayList;
import java.util.List;

/** Slots of experts on ranks. */
final class SlotRules {

    private static final int NAMED = 3;

    private SlotRules() {}

    /** Numbers of redundant experts that fill all ranks alike, the first few. */
    static String redundant(int experts, int ranks) {
        List<String> numbers = new ArrayList<>();
        for (int redundant = Math.floorMod(-experts, ranks); numbers.size() < NAMED; redundant += ranks) {
            numbers.add(String.valueOf(redundant));
        }
        return String.join(", ", numbers);
    }
}
