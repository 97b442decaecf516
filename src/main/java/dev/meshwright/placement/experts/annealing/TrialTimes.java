package dev.meshwright.placement.experts.annealing;

import dev.meshwright.placement.experts.ExpertLayer;

/**
 * The rank times of {@link Annealing} under every profile, over the bounds, and what they add to the energy; those of a
 * trial beside them, to be kept or forgotten.
 */
final class TrialTimes {

    private final AnnealingEnergy energy;
    private final SlotBook book;
    private final int slotsPerRank;
    private final int experts;
    private final int profiles;
    /** The energy's own table. */
    private final double[][] cost;

    // [rank x profiles + profile]
    private final double[] time;
    private final double[] excess;
    private double sum;

    // Of a trial, [touched rank x profiles + profile].
    private final int[] touched;
    private final double[] newTime;
    private final double[] newExcess;
    private int touchedCount;
    private double newSum;

    /** @param most replicas of one expert */
    TrialTimes(ExpertLayer layer, AnnealingEnergy energy, SlotBook book, int most) {
        this.energy = energy;
        this.book = book;
        slotsPerRank = layer.slotsPerRank();
        experts = layer.experts();
        profiles = layer.profiles().size();
        cost = energy.cost;
        time = new double[layer.ranks() * profiles];
        excess = new double[time.length];
        for (int slot = 0; slot < book.expertOf.length; slot++) {
            int expert = book.expertOf[slot];
            for (int profile = 0; profile < profiles; profile++) {
                time[slot / slotsPerRank * profiles + profile] +=
                        cost[expert][book.replicas[expert] * profiles + profile];
            }
        }
        for (int cell = 0; cell < time.length; cell++) {
            excess[cell] = energy.excess(time[cell], cell % profiles);
            sum += excess[cell];
        }
        touched = new int[2 * most + 2];
        newTime = new double[touched.length * profiles];
        newExcess = new double[newTime.length];
    }

    /** What all ranks add to the energy. */
    double excess() {
        return sum;
    }

    /** What they would add if {@code rank} hosted {@code otherExpert} and {@code otherRank} had {@code expert} for it. */
    double swapped(int rank, int expert, int otherRank, int otherExpert) {
        double[] mine = cost[expert];
        double[] its = cost[otherExpert];
        int myCost = book.replicas[expert] * profiles;
        int itsCost = book.replicas[otherExpert] * profiles;
        touchedCount = 0;
        touched[touchedCount++] = rank;
        touched[touchedCount++] = otherRank;
        newSum = sum;
        for (int profile = 0; profile < profiles; profile++) {
            double delta = its[itsCost + profile] - mine[myCost + profile];
            double here = time[rank * profiles + profile] + delta;
            double there = time[otherRank * profiles + profile] - delta;
            newTime[profile] = here;
            newTime[profiles + profile] = there;
            newExcess[profile] = energy.excess(here, profile);
            newExcess[profiles + profile] = energy.excess(there, profile);
            newSum += newExcess[profile] + newExcess[profiles + profile];
            newSum -= excess[rank * profiles + profile] + excess[otherRank * profiles + profile];
        }
        return newSum;
    }

    /**
     * What they would add if a replica of {@code losing} on {@code rank} made way for one more of {@code gaining} on
     * {@code targetRank}, and {@code displaced}, which was there, came to {@code rank}.
     *
     * @param direct whether {@code gaining} takes the very slot of {@code losing}
     */
    double relocated(int losing, int gaining, int displaced, int rank, int targetRank, boolean direct) {
        touchedCount = 0;
        touchHosts(losing);
        touchHosts(gaining);
        touch(targetRank);
        int losingCost = book.replicas[losing] * profiles;
        int gainingCost = book.replicas[gaining] * profiles;
        int displacedCost = book.replicas[displaced] * profiles;
        newSum = sum;
        for (int index = 0; index < touchedCount; index++) {
            int at = touched[index];
            int lost = book.hosted[at * experts + losing];
            int lostAfter = lost - (at == rank ? 1 : 0);
            int gained = book.hosted[at * experts + gaining];
            int gainedAfter = gained + (at == targetRank ? 1 : 0);
            int shifted = direct ? 0 : (at == rank ? 1 : 0) - (at == targetRank ? 1 : 0);
            for (int profile = 0; profile < profiles; profile++) {
                int cell = at * profiles + profile;
                double value = time[cell]
                        - lost * cost[losing][losingCost + profile]
                        + lostAfter * cost[losing][losingCost - profiles + profile]
                        - gained * cost[gaining][gainingCost + profile]
                        + gainedAfter * cost[gaining][gainingCost + profiles + profile]
                        + shifted * cost[displaced][displacedCost + profile];
                double after = energy.excess(value, profile);
                newTime[index * profiles + profile] = value;
                newExcess[index * profiles + profile] = after;
                newSum += after - excess[cell];
            }
        }
        return newSum;
    }

    private void touchHosts(int expert) {
        for (int index = 0; index < book.replicas[expert]; index++) {
            touch(book.slotsOf[expert][index] / slotsPerRank);
        }
    }

    private void touch(int rank) {
        for (int index = 0; index < touchedCount; index++) {
            if (touched[index] == rank) {
                return;
            }
        }
        touched[touchedCount++] = rank;
    }

    /** The last trial's times are those in force from now on. */
    void keep() {
        for (int index = 0; index < touchedCount; index++) {
            System.arraycopy(newTime, index * profiles, time, touched[index] * profiles, profiles);
            System.arraycopy(newExcess, index * profiles, excess, touched[index] * profiles, profiles);
        }
        sum = newSum;
    }
}
