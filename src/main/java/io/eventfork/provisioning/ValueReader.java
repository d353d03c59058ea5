package io.eventfork.provisioning;

import io.eventfork.provisioning.YamlReader.Member;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the typed values of a mapping's members; absent members are empty and no problem. */
final class ValueReader {

    private final YamlReader yaml;

    ValueReader(YamlReader yaml) {
        this.yaml = yaml;
    }

    Optional<Duration> duration(
            Map<String, Member> members, String name, Duration least, Duration most) {
        Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        Optional<String> text = yaml.text(member.value(), name);
        Optional<Duration> duration = text.flatMap(HumanDuration::parse);
        if (text.isPresent() && duration.isEmpty()) {
            yaml.problem(
                    member.value(),
                    "%s '%s' is not a duration: write a number and a unit, such as 30s, 5m, 12h or 14d"
                            .formatted(name, text.get()));
        }
        if (duration.isPresent()
                && (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0)) {
            yaml.problem(
                    member.value(),
                    "%s %s is out of range: write %s to %s"
                            .formatted(
                                    name,
                                    text.get(),
                                    HumanDuration.format(least),
                                    HumanDuration.format(most)));
        }
        return duration;
    }

    Optional<Integer> number(Map<String, Member> members, String name, int least, int most) {
        Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        Optional<String> text = yaml.text(member.value(), name);
        Optional<Integer> number =
                text.filter(digits -> digits.matches("\\d{1,9}"))
                        .map(Integer::valueOf)
                        .filter(value -> value >= least && value <= most);
        if (text.isPresent() && number.isEmpty()) {
            yaml.problem(
                    member.value(),
                    "%s '%s' is not a number from %d to %d"
                            .formatted(name, text.get(), least, most));
        }
        return number;
    }

    Optional<Boolean> flag(Map<String, Member> members, String name) {
        return choice(members, name, List.of("true", "false")).map(Boolean::valueOf);
    }

    Optional<String> choice(Map<String, Member> members, String name, List<String> choices) {
        return Optional.ofNullable(members.get(name))
                .flatMap(member -> choice(member, name, choices));
    }

    Optional<String> choice(Member member, String what, List<String> choices) {
        Optional<String> text = yaml.text(member.value(), what);
        if (text.isPresent() && !choices.contains(text.get())) {
            yaml.problem(
                    member.value(),
                    "%s '%s' is unknown: write %s"
                            .formatted(what, text.get(), YamlReader.oneOf(choices)));
            return Optional.empty();
        }
        return text;
    }
}
