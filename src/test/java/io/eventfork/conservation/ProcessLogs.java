package io.eventfork.conservation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for what the output of a process must never hold: card numbers and bodies. Stateless. */
final class ProcessLogs {

    private static final List<String> BODIES = List.of(OrderMaker.NOTE, Poisons.TEXT);

    private ProcessLogs() {}

    /**
     * What is wrong with the logs of a folder.
     *
     * @param folder whose files {@code *.log} are the output of processes
     */
    static List<Flaw> flaws(Path folder) throws IOException {
        List<Flaw> flaws = new ArrayList<>();
        for (Path file : logs(folder)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            CardSearch cards = new CardSearch();
            cards.in(file.getFileName().toString(), text);
            cards.found().forEach(found -> flaws.add(flaw(found)));
            if (BODIES.stream().anyMatch(text::contains)) {
                flaws.add(flaw(file.getFileName() + " quotes a body"));
            }
        }
        return flaws;
    }

    private static List<Path> logs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }

    private static Flaw flaw(String what) {
        return new Flaw(Flaw.Kind.WRONG, "logs", what);
    }
}
