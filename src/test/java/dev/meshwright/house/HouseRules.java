package dev.meshwright.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules of the house, for the tree below a root package. They are a function of the root so that each can be shown to
 * fail on a small tree that breaks it.
 */
final class HouseRules {

    /** From facts to answers: a room uses only rooms before it. */
    static final List<String> ROOMS = List.of(
            "base",
            "facts",
            "layout",
            "cost",
            "replay",
            "placement",
            "question",
            "lab",
            "launch",
            "answer",
            "io",
            "workbench",
            "serve",
            "cli");

    /** More types than this in one folder, and nobody finds anything. */
    static final int MOST_TYPES = 16;

    /** Rooms of the cost model that others may use; all else is how it is done. */
    private static final List<String> COST_DOORS =
            List.of("cost", "cost.evaluation", "cost.pool", "cost.engine", "cost.uncertainty");

    /** What is used past the doors, each with its only users. */
    private static final Map<String, List<String>> PAST_THE_DOORS = Map.of(
            // The files of a family of GPUs are read into the surfaces that evaluate them.
            "cost.efficiency..", List.of("io.catalogue..", "workbench.."),
            // Equal layers, which everybody who walks the layers sorts alike.
            "cost.layer..", List.of("placement..", "question..", "lab.."),
            // Published pipelines are replayed by the schedule that predicts them.
            "cost.schedule..", List.of("lab.inference.."));

    /** Where answers are shown. */
    private static final List<String> RENDERINGS =
            List.of("answer.text..", "answer.json..", "answer.picture..", "answer.report..");

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    /** All of them by name. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        for (String room : ROOMS.subList(0, ROOMS.size() - 1)) {
            rules.put("stairs of " + room, stairs(room));
        }
        rules.put(
                "no cycle of packages",
                slices().matching(root + ".(**)").should().beFreeOfCycles());
        rules.put(
                "no cycle of rooms", slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put("Timefold", only("placement.timefold", "ai.timefold.."));
        rules.put("Jackson", only("io", "tools.jackson..", "com.fasterxml..", "org.yaml..", "org.snakeyaml.."));
        rules.put("Mustache", only("answer.report", "com.samskivert.mustache.."));
        rules.put("picocli", only("cli", "picocli..", "ch.qos.logback.."));
        rules.put("printing", printing());
        rules.put("doors of cost", doors());
        PAST_THE_DOORS.forEach((inside, users) -> rules.put("users of " + inside, users(inside, users)));
        rules.put("placement knows no question", placement());
        rules.put("renderings compute nothing", renderings());
        rules.put("renderings make no answers", factories());
        rules.put("documents", documents());
        rules.put("size of a package", size());
        return rules;
    }

    private String in(String room) {
        return root + "." + room;
    }

    private String[] in(List<String> rooms) {
        return rooms.stream().map(this::in).toArray(String[]::new);
    }

    private ArchRule stairs(String room) {
        List<String> above = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size());
        return noClasses()
                .that()
                .resideInAPackage(in(room) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        above.stream().map(other -> in(other) + "..").toArray(String[]::new))
                .allowEmptyShould(true);
    }

    private ArchRule only(String owner, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(owner) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private ArchRule printing() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("cli") + "..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace");
    }

    /** Nobody outside the cost model names its insides, but for the uses listed. */
    private ArchRule doors() {
        String[] open = Stream.concat(COST_DOORS.stream(), PAST_THE_DOORS.keySet().stream())
                .map(this::in)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> inside = JavaClass.Predicates.resideInAPackage(in("cost.."))
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(open)))
                .as("are insides of the cost model");
        return noClasses()
                .that()
                .resideOutsideOfPackage(in("cost.."))
                .should()
                .dependOnClassesThat(inside)
                .allowEmptyShould(true);
    }

    private ArchRule users(String inside, List<String> users) {
        String[] allowed =
                Stream.concat(Stream.of("cost.."), users.stream()).map(this::in).toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in(inside))
                .allowEmptyShould(true);
    }

    /** But for the folder that fits costs to placement, placement imports nothing of the project but numbers. */
    private ArchRule placement() {
        DescribedPredicate<JavaClass> others = JavaClass.Predicates.resideInAPackage(root + "..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(in("placement.."), in("base.."))))
                .as("are of other rooms");
        return noClasses()
                .that()
                .resideInAPackage(in("placement.."))
                .and()
                .resideOutsideOfPackage(in("placement.placing.."))
                .should()
                .dependOnClassesThat(others)
                .allowEmptyShould(true);
    }

    /** Texts, documents and pictures ask no cost model, solve nothing, and make nothing of what they show. */
    private ArchRule renderings() {
        return noClasses()
                .that()
                .resideInAnyPackage(in(RENDERINGS))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(in("cost.CostModel"))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(in(List.of("placement.timefold..", "placement.placing..")))
                .allowEmptyShould(true);
    }

    /**
     * Whoever makes an answer out of parts computes: a rendering calls no factory and no constructor of the rooms that answer,
     * but reads what they hold. Steps are words.
     */
    private ArchRule factories() {
        DescribedPredicate<JavaCall<?>> factory = DescribedPredicate.describe("make answers", call -> {
            JavaClass owner = call.getTargetOwner();
            boolean answers = JavaClass.Predicates.resideInAnyPackage(
                            in(List.of("cost..", "placement..", "question..", "lab..", "answer.explain..")))
                    .test(owner);
            boolean made = call instanceof JavaConstructorCall
                    || call.getTarget()
                            .resolveMember()
                            .filter(member -> member.getModifiers().contains(JavaModifier.STATIC))
                            .isPresent();
            boolean constants = owner.isEnum();
            return answers && made && !constants && !owner.getSimpleName().equals("Steps");
        });
        return noClasses()
                .that()
                .resideInAnyPackage(in(RENDERINGS))
                .should()
                .callCodeUnitWhere(factory)
                .allowEmptyShould(true);
    }

    /** Trees of names and values are what files are made of; elsewhere values have types. */
    private ArchRule documents() {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackages(in("answer.json.."), in("io.."))
                .and()
                .areNotPrivate()
                .should(notHandOutTrees())
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaMethod> notHandOutTrees() {
        return new ArchCondition<>("not hand out a Map<String, Object>") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                JavaType type = method.getReturnType();
                if (type.getName().equals("java.util.Map<java.lang.String, java.lang.Object>")) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " hands out a tree"));
                }
            }
        };
    }

    private ArchRule size() {
        return classes().should(new ArchCondition<>("live in a package of at most " + MOST_TYPES + " types") {
            private final Map<String, Integer> types = new TreeMap<>();

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
                    types.merge(type.getPackageName(), 1, Integer::sum);
                }
            }

            @Override
            public void finish(ConditionEvents events) {
                types.forEach((name, count) -> {
                    if (count > MOST_TYPES) {
                        events.add(SimpleConditionEvent.violated(name, name + " has " + count + " types"));
                    }
                });
            }
        });
    }
}
