package io.eventfork.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads what may call the cloud out of route files: routes, routes made of templates, error
 * policies and beans. A template alone calls nothing.
 */
final class RouteUnits {

    private static final String TEMPLATE = "routeTemplate";
    private static final String PARAMETERS = "parameters";

    private final Map<String, String> settings;
    private final Map<String, Map<?, ?>> templates = new HashMap<>();
    private final List<RouteUnit> units = new ArrayList<>();

    private RouteUnits(Map<String, String> settings) {
        this.settings = settings;
    }

    /**
     * Reads them.
     *
     * @param files the text of each route file by its path
     * @param settings all settings by name
     * @throws InvalidTemplateException if a file is no list in YAML, or a template is missing
     */
    static List<RouteUnit> read(Map<String, String> files, Map<String, String> settings) {
        RouteUnits reader = new RouteUnits(settings);
        Map<String, List<Map<?, ?>>> entries = new LinkedHashMap<>();
        files.forEach((path, text) -> entries.put(path, entries(path, text)));
        entries.values().forEach(file -> file.forEach(reader::template));
        entries.forEach((path, file) -> file.forEach(entry -> reader.units(path, entry)));
        return List.copyOf(reader.units);
    }

    private static List<Map<?, ?>> entries(String path, String text) {
        try {
            Object file =
                    new Load(LoadSettings.builder().setLabel(path).build()).loadFromString(text);
            if (file instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
                return list.stream().<Map<?, ?>>map(entry -> (Map<?, ?>) entry).toList();
            }
        } catch (YamlEngineException e) {
            throw new InvalidTemplateException(
                    "%s is not YAML: %s".formatted(path, e.getMessage()), e);
        }
        throw new InvalidTemplateException(
                path + " is no route file: its entries begin with '- route:' and the like.", null);
    }

    private void template(Map<?, ?> entry) {
        if (entry.get(TEMPLATE) instanceof Map<?, ?> template) {
            templates.put(String.valueOf(template.get("id")), template);
        }
    }

    private void units(String path, Map<?, ?> entry) {
        entry.forEach(
                (kind, value) -> {
                    if (kind.equals("templatedRoute") && value instanceof Map<?, ?> templated) {
                        units.add(templated(path, templated));
                    } else if (!kind.equals(TEMPLATE)) {
                        // The key stays, since it tells a consumer from a producer.
                        units.add(unit(path, id(value, path), Map.of(kind, value), Map.of()));
                    }
                });
    }

    private static String id(Object value, String path) {
        Object id = value instanceof Map<?, ?> map ? map.get("id") : null;
        return id == null ? path : id.toString();
    }

    private RouteUnit templated(String path, Map<?, ?> templated) {
        Object id = templated.get("routeId");
        Map<?, ?> template = templates.get(String.valueOf(templated.get("routeTemplateRef")));
        if (template == null) {
            throw new InvalidTemplateException(
                    "%s: there is no route template '%s'."
                            .formatted(path, templated.get("routeTemplateRef")),
                    null);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        addAll(parameters, template, "defaultValue");
        addAll(parameters, templated, "value");
        return unit(path, String.valueOf(id), template, parameters);
    }

    private static void addAll(Map<String, String> parameters, Map<?, ?> from, String member) {
        if (from.get(PARAMETERS) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> parameter && parameter.get(member) != null) {
                    parameters.put(
                            String.valueOf(parameter.get("name")),
                            String.valueOf(parameter.get(member)));
                }
            }
        }
    }

    private RouteUnit unit(String path, String id, Map<?, ?> tree, Map<String, String> own) {
        Map<String, String> values = new HashMap<>(settings);
        values.putAll(own);
        Map<String, String> parameters = new LinkedHashMap<>();
        own.forEach(
                (name, value) ->
                        parameters.put(name, (String) Placeholders.fill(value, values::get)));
        return new RouteUnit(
                RouteUnit.appOf(path), id, Placeholders.fill(tree, values::get), parameters);
    }
}
