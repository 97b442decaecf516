package dev.meshwright.placement;

import dev.meshwright.io.LoadFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

public final class PlacementFigures {
    static final String[] P = {"dsv3_real_prefill1024","dsv3_real_prefill4096","dsv3_real_decode2000o100","dsv3_real_decode1000o1000"};
    static double[][] loads(String f) { return LoadFiles.read(Path.of("/work/shared/data/expert-loads/" + f + ".json")); }
    static PlacementProblem problem(int ranks, int nodes, int slots, double worst, Optional<PlacementProblem.Migration> m, String... files) {
        List<LoadProfile> list = new ArrayList<>();
        for (String f : files) list.add(LoadProfile.fromLoads(f, 1, loads(f), SlotCost.proportional(ranks * 1_000_000L)));
        return new PlacementProblem(ranks, nodes, slots / ranks, m.isEmpty(), list, worst, m, Optional.empty(), 0);
    }
    static void print(String what, PlacementProblem p, PlacedLayers r, long t) {
        double mean = 0, worst = 0; StringBuilder b = new StringBuilder();
        for (int i = 0; i < p.profiles().size(); i++) { double x = r.maxOverMean(i); mean += x / p.profiles().size(); worst = Math.max(worst, x); b.append(String.format(" %.4f", x)); }
        System.out.printf("%s: mean %.5f worst %.5f [%s] gap %.4f%% moves %d (%.4f) nodes %.4f feasible %s %.0f ms%n", what, mean, worst, b, 100 * r.gap(), r.moves(), r.moves() / (double) (p.layers() * p.slots()), r.nodesPerToken(), r.feasible(), (System.nanoTime() - t) / 1e6);
    }
    public static void main(String[] a) {
        long per = Long.parseLong(a[1]);
        if (a[0].contains("s")) for (int[] c : new int[][] {{32, 288}, {64, 320}, {144, 288}, {320, 320},{32,256}}) for (String f : P) {
            PlacementProblem p = problem(c[0], 1, c[1], 0, Optional.empty(), f);
            long t = System.nanoTime(); print(c[0] + "/" + c[1] + " " + f, p, new PlacementPlanner(PlacementPlanner.NONE, 0).place(p, Budget.ofMoves(per * 58, 1)), t);
        }
        if (a[0].contains("r")) for (int[] c : new int[][] {{32, 288}, {64, 320}}) {
            PlacementProblem p = problem(c[0], 1, c[1], 0.5, Optional.empty(), P);
            long t = System.nanoTime(); print("robust " + c[0] + "/" + c[1], p, new PlacementPlanner(PlacementPlanner.NONE, 0).place(p, Budget.ofMoves(per * 58, 1)), t);
            t = System.nanoTime(); print("robust 10 s " + c[0] + "/" + c[1], p, new PlacementPlanner(PlacementPlanner.NONE, 0).place(p, Budget.ofMoves(per * 580, 1).withTimeLimit(Duration.ofSeconds(10))), t);
        }
        if (a[0].contains("m")) for (String[] f : new String[][] {{P[2], P[3]}, {P[0], P[1]}}) for (double part : new double[] {0.05, 0.11, 0.21}) {
            ExpertPlacement old = ExpertPlacers.EPLB.place(problem(32, 1, 288, 0, Optional.empty(), f[0]).profile(0), Budget.ofMoves(0, 1)).placement();
            PlacementProblem p = problem(32, 1, 288, 0, Optional.of(new PlacementProblem.Migration(old, (long) (part * 58 * 288))), f[1]);
            long t = System.nanoTime(); print("migrate " + part + " " + f[1], p, new PlacementPlanner(PlacementPlanner.NONE, 0).place(p, Budget.ofMoves(per * 58, 1)), t);
        }
    
        if (a[0].contains("t")) for (String f : new String[] {P[1], P[2]}) for (int[] c : new int[][] {{32, 4, 288}, {64, 8, 320}}) {
            PlacementProblem p = problem(c[0], c[1], c[2], 0, Optional.empty(), f);
            long t = System.nanoTime();
            List<NodeTraffic> tr = new ArrayList<>();
            long[] lim = new long[58];
            for (int l = 0; l < 58; l++) { tr.add(new TokenTraffic(256, TokenSample.draw(p.profiles().get(0).shares()[l], 8, 8, 4, 2000, l))); lim[l] = 1_049_000; }
            p = p.withTraffic(new PlacementProblem.TrafficPrice(tr, 1_000_000, lim, 8));
            PlacedLayers r = new PlacementPlanner(PlacementPlanner.NONE, 0).place(p, Budget.ofMoves(per * 58, 1));
            print("traffic " + c[0] + " " + f, p, r, t);
            double n = 0; for (int l = 0; l < 58; l++) n += new TokenTraffic(256, TokenSample.draw(p.profiles().get(0).shares()[l], 8, 8, 4, 20000, 1000 + l)).nodesPerToken(p.layer(l, 1).nodeMasks(r.placement().layer(l))) / 58;
            System.out.println("   on unseen tokens " + n);
        }
        if (a[0].contains("c")) for (int[] c : new int[][] {{8, 2}, {8, 4}, {16, 4}}) {
            double se = 0, so = 0, xe = 0, xo = 0; long t = System.nanoTime(); boolean ok = true;
            for (String d : new String[] {"arxiv", "book", "github", "wikipedia"}) for (int l : new int[] {0, 7, 15}) {
                tools.jackson.databind.JsonNode j = tools.jackson.databind.json.JsonMapper.shared().readTree(Path.of("/work/shared/data/expert-loads/olmoe_coact_" + d + "_l" + l + ".json").toFile());
                double T = j.get("tokens").asDouble(); double[] pr = new double[64]; double[][] co = new double[64][64];
                for (int e = 0; e < 64; e++) { pr[e] = j.get("loads").get(e).asDouble() / T; for (int o = 0; o < 64; o++) co[e][o] = j.get("coactivation").get(e).get(o).asDouble() / T; }
                PlacementProblem p = new PlacementProblem(c[0], c[1], 64 / c[0], true, List.of(LoadProfile.fromLoads(d, 1, new double[][] {pr}, SlotCost.proportional(c[0] * 1_000_000L))), 0, Optional.empty(), Optional.empty(), 0);
                PairTraffic pt = new PairTraffic(8, c[1], pr, co);
                ExpertPlacement e = ExpertPlacers.EPLB.place(p.profile(0), Budget.ofMoves(0, 1)).placement();
                long lim = Math.round(1_000_000 * e.maxOverMean(p.profile(0), 0));
                p = p.withTraffic(new PlacementProblem.TrafficPrice(List.of(pt), 1_000_000, new long[] {lim}, 0));
                PlacedLayers r = new PlacementPlanner(PlacementPlanner.NONE, 0).place(p, Budget.ofMoves(per, 1));
                PlacementLayer L = p.layer(0, 1);
                se += L.nodesPerToken(e.layer(0)) / 12; so += r.nodesPerToken() / 12; xe += e.maxOverMean(p.profile(0), 0) / 12; xo += r.maxOverMean(0) / 12; ok &= r.feasible();
            }
            System.out.printf("coact %d/%d eplb x %.4f nodes %.4f ours x %.4f nodes %.4f gain %.2f%% feasible %s %.0f ms%n", c[0], c[1], xe, se, xo, so, 100 * (1 - so / se), ok, (System.nanoTime() - t) / 1e6);
        }
    }
}
