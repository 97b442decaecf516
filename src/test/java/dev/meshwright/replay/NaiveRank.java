package dev.meshwright.replay;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.replay.NaiveLoop.Plan;
import dev.meshwright.replay.NaiveLoop.Served;
import dev.meshwright.replay.NaiveLoop.Work;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.ArrayList;
import java.util.List;

/** The scheduler of one rank, told plainly: whatever can be counted anew is. */
final class NaiveRank {

    private final Engine engine;
    private final SchedulerSettings settings;
    private final List<Served> waiting = new ArrayList<>();
    /** In the order in which they got their seats. */
    private final List<Served> seated = new ArrayList<>();

    private double ratio = 0.7;
    private Work work = Work.NOTHING;
    private int preemptions;
    private int gathered;
    private boolean begins;

    NaiveRank(Engine engine, SchedulerSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /** Requests that wait or have a seat. */
    int load() {
        return waiting.size() + seated.size();
    }

    int preemptions() {
        return preemptions;
    }

    void arrive(Served request) {
        request.read = cached(request);
        waiting.add(request);
    }

    void leave(Served request) {
        seated.remove(request);
    }

    int waiting() {
        return waiting.size();
    }

    void plan(Plan plan, boolean newPrompts) {
        begins = newPrompts && !gathers();
        work = Work.NOTHING;
        if (engine == Engine.SGLANG) {
            if (settings.mixedSteps()) {
                int decoding = decoding().size();
                decodeOrRetract(plan);
                readSglang(settings.tokensPerStep() - decoding, plan);
            } else {
                readSglang(settings.tokensPerStep(), plan);
                if (work.promptTokens() == 0) {
                    decodeOrRetract(plan);
                }
            }
        } else {
            planVllm(plan);
        }
        plan.works.add(work);
    }

    private boolean gathers() {
        int tokens = waiting.stream()
                .mapToInt(request -> request.prompt - request.read)
                .sum();
        boolean gathers = !waiting.isEmpty()
                && !decoding().isEmpty()
                && tokens < 0.9 * settings.tokensPerStep()
                && gathered < settings.gatherSteps();
        gathered = gathers ? gathered + 1 : 0;
        return gathers;
    }

    private void planVllm(Plan plan) {
        boolean preempted = false;
        while (needed() > free()) {
            preempt(running().getLast());
            preempted = true;
        }
        int budget = settings.tokensPerStep() - decoding().size();
        decode(plan);
        budget = readUnfinished(budget, plan);
        while (begins && !preempted && budget > 0 && !waiting.isEmpty() && seated.size() < settings.sequences()) {
            Served head = waiting.getFirst();
            if (held(head) > free() || !settings.chunkedPrompts() && head.prompt - head.read > budget) {
                break;
            }
            seated.add(waiting.removeFirst());
            budget -= read(head, budget, plan);
        }
    }

    private void readSglang(int tokens, Plan plan) {
        int room = readUnfinished(tokens, plan);
        double reserved = 0;
        for (Served request : running().reversed()) {
            reserved += Math.min(request.left(), 4096) * ratio;
        }
        while (begins && room > 0 && !waiting.isEmpty() && seated.size() < settings.sequences()) {
            Served head = waiting.getFirst();
            int answer = Math.min(head.left(), 4096);
            boolean fits = held(head) <= free() && (settings.chunkedPrompts() || head.prompt - head.read <= room);
            boolean spare = reserved + head.prompt + answer + settings.blockTokens() < free() * settings.blockTokens();
            if (!fits || !seated.isEmpty() && !spare) {
                break;
            }
            seated.add(waiting.removeFirst());
            reserved += answer;
            room -= read(head, room, plan);
        }
    }

    private void decodeOrRetract(Plan plan) {
        boolean retracted = false;
        while (needed() > free()) {
            Served worst = running().getFirst();
            for (Served other : running()) {
                if (other.made < worst.made || other.made == worst.made && other.prompt >= worst.prompt) {
                    worst = other;
                }
            }
            preempt(worst);
            retracted = true;
        }
        if (retracted) {
            double hoped =
                    running().stream().mapToInt(request -> request.made + 20).sum();
            double all = running().stream()
                    .mapToInt(request -> request.made + request.left())
                    .sum();
            ratio = Math.min(1, hoped / (1 + all));
        }
        if (!decoding().isEmpty()) {
            ratio = Math.max(0.14 * 0.7, ratio - (0.7 - 0.14 * 0.7) / 600);
        }
        decode(plan);
    }

    private void decode(Plan plan) {
        for (Served request : decoding()) {
            work = work.decode(request.prompt + request.decodedSince);
            request.decodedSince++;
            make(request, plan);
        }
    }

    private int readUnfinished(int room, Plan plan) {
        List<Served> unfinished = seated.stream().filter(Served::reading).toList();
        if (unfinished.size() > 1) {
            throw new IllegalStateException(unfinished.size() + " prompts are read in part");
        }
        return room > 0 && !unfinished.isEmpty() ? room - read(unfinished.getFirst(), room, plan) : room;
    }

    private int read(Served request, int room, Plan plan) {
        int tokens = Math.min(request.prompt - request.read, room);
        boolean ends = request.read + tokens == request.prompt;
        work = work.read(request.read, tokens, ends);
        request.read += tokens;
        if (ends) {
            make(request, plan);
        }
        return tokens;
    }

    private void make(Served request, Plan plan) {
        request.made++;
        if (!request.firstPlanned) {
            request.firstPlanned = true;
            plan.firsts.add(request);
        }
        if (request.left() == 0) {
            plan.lasts.add(request);
        }
    }

    private void preempt(Served request) {
        preemptions++;
        seated.remove(request);
        request.prompt = request.input + request.made;
        request.read = cached(request);
        request.decodedSince = 0;
        waiting.addFirst(request);
    }

    /** Whole blocks of the prefix, of a prompt never all. */
    private int cached(Served request) {
        int blocks = Math.min(request.prefix, request.input - 1) / settings.blockTokens();
        return blocks * settings.blockTokens();
    }

    /** Those of which the last token is not yet on its way. */
    private List<Served> running() {
        return seated.stream().filter(request -> request.left() > 0).toList();
    }

    private List<Served> decoding() {
        return seated.stream().filter(Served::decoding).toList();
    }

    /** Blocks that a request holds once it has a seat. */
    private long held(Served request) {
        boolean all = engine == Engine.TENSORRT_LLM;
        return settings.blocks(all ? request.input + request.output : request.prompt + request.decodedSince);
    }

    private long free() {
        return settings.cacheBlocks() - seated.stream().mapToLong(this::held).sum();
    }

    /** Blocks that a decode step of everybody takes; none where they were taken ahead. */
    private long needed() {
        return engine == Engine.TENSORRT_LLM
                ? 0
                : decoding().stream()
                        .filter(request -> (request.prompt + request.decodedSince) % settings.blockTokens() == 0)
                        .count();
    }
}
