package dev.meshwright.answer.picture.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers on a stretch of a sheet.
 *
 * @param least number at {@code from}
 * @param most number at {@code to}
 * @param logarithmic whether powers of ten are equally far apart
 * @param from place on the sheet
 * @param to place on the sheet
 */
record Scale(double least, double most, boolean logarithmic, double from, double to) {

    private static final int TICKS = 5;

    /** From 0, or what is below it, to what is above all numbers. */
    static Scale linear(double least, double most, double from, double to) {
        double low = Math.min(0, least);
        return new Scale(low, most > low ? most : low + 1, false, from, to);
    }

    double at(double value) {
        double share = logarithmic
                ? Math.log(Math.max(value, least) / least) / Math.log(most / least)
                : (value - least) / (most - least);
        return from + share * (to - from);
    }

    /** Round numbers inside it. */
    List<Double> ticks() {
        return logarithmic ? powers() : steps();
    }

    private List<Double> steps() {
        double rough = (most - least) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double factor : new double[] {2, 5, 10}) {
            step = step < rough ? factor * power : step;
        }
        List<Double> ticks = new ArrayList<>();
        for (long number = (long) Math.ceil(least / step - 1e-9); number * step <= most * (1 + 1e-9); number++) {
            ticks.add(number * step);
        }
        return ticks;
    }

    private List<Double> powers() {
        boolean wide = Math.log10(most / least) > 2;
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(least)); power <= Math.log10(most); power++) {
            for (double factor : wide ? new double[] {1} : new double[] {1, 2, 5}) {
                double tick = factor * Math.pow(10, power);
                if (tick >= least && tick <= most) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
