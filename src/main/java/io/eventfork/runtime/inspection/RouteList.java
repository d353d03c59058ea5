package io.eventfork.runtime.inspection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The routes as a table for people. */
final class RouteList {

    private static final List<String> HEADER = List.of("ID", "FROM", "FILE", "DESCRIPTION");

    private RouteList() {}

    /** A line a route after a header; columns are two blanks apart. */
    static List<String> lines(List<CatalogueRoute> routes, Map<String, String> settings) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        for (CatalogueRoute route : routes) {
            rows.add(
                    List.of(
                            route.id().isEmpty() ? "-" : route.id(),
                            from(route.from(), settings),
                            route.spot().file(),
                            route.description()));
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
                line.append(row.get(column)).append(" ".repeat(width - row.get(column).length()));
                line.append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String from(Call from, Map<String, String> settings) {
        if (from.is("platform-http")) {
            return "%s %s"
                    .formatted(
                            from.parameters().getOrDefault("httpMethodRestrict", "ANY"),
                            Placeholder.fill(from.path(), settings));
        }
        if (from.is("timer")) {
            return "every "
                    + Placeholder.fill(from.parameters().getOrDefault("period", "1s"), settings);
        }
        return from.uses().stream()
                .findFirst()
                .map(use -> use.kind().label() + " " + use.name())
                .orElse(from.scheme() + ":" + Placeholder.fill(from.path(), settings));
    }
}
