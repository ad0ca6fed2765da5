package dev.weir.rl.bandit;

import dev.weir.rl.bandit.LinearBanditSpec.Exploration;
import dev.weir.rl.world.*;
import java.io.*;
import java.util.*;
import java.util.zip.GZIPInputStream;

public final class Tuning {
    static List<List<String>> terms(String s) {
        List<List<String>> all = new ArrayList<>();
        for (String t : s.split(" ")) if (!t.isEmpty()) all.add(List.of(t.split("\\*")));
        return all;
    }
    public static void main(String[] a) throws Exception {
        String world = a[0];
        String terms = a[1];
        double ridge = Double.parseDouble(a[2]);
        Exploration e = switch (a[3]) {
            case "t" -> new Exploration.Thompson(Integer.parseInt(a[6]), Double.parseDouble(a[4]), Double.parseDouble(a[5]));
            case "u" -> new Exploration.LinUcb(Double.parseDouble(a[4]), Double.parseDouble(a[5]));
            default -> new Exploration.EpsilonGreedy(Double.parseDouble(a[5]));
        };
        int hinges = Integer.parseInt(a[7]);
        int from = Integer.parseInt(a[8]), to = Integer.parseInt(a[9]);
        double m = 0, l = 0, x = 0, w = 0, worst = 9e9;
        long t0 = System.nanoTime();
        for (int seed = from; seed < to; seed++) {
            World v;
            int n, last;
            if (world.equals("file")) {
                v = RatedTranslations.read(new InputStreamReader(new GZIPInputStream(new FileInputStream("/work/shared/data/translation/features-ende-mt.tsv.gz"))), seed);
                n = 5290; last = 529;
            } else if (world.equals("made")) { v = new MadeUpTranslations(seed); n = 20000; last = 5000; }
            else { v = new Newsvendor(seed); n = 20000; last = 5000; }
            Play.Result r = Play.play(v, new LinearBanditSpec(terms(terms), hinges, ridge, 1, e), seed, n, 25, 100, last);
            World.Baselines b = v.baselines();
            double way = world.equals("made") ? (r.expectedLast() - b.bestFixed()) / (b.best() - b.bestFixed()) : world.equals("news") ? r.expectedLast() / b.best() : r.meanLast();
            if (world.equals("made")) System.out.printf("  fixed is %.2f of way, learned %.3f%n", (b.bestFixed() - b.uniform()) / (b.best() - b.uniform()), way);
            m += r.mean(); l += r.meanLast(); x += way; w += r.meanImportance(); worst = Math.min(worst, world.equals("file") ? r.mean() : way);
        }
        int k = to - from;
        System.out.printf("%s %s ridge %s %s hinges %d: mean %.4f last %.4f way %.4f worst %.4f importance %.3f  %.1f s%n", world, terms, ridge, e, hinges, m / k, l / k, x / k, worst, w / k, (System.nanoTime() - t0) / 1e9);
    }
}
