import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes what a packaged Eventfork consists of: {@code target/bom.json} (CycloneDX 1.6) and {@code
 * target/THIRD-PARTY.txt}, and exits 1 if a library has no licence of {@code licences.txt}. It
 * reads jars and POMs where Maven has put them, so that it needs no network and a second; the
 * Maven plugins for both want to be online and take ten times as long.
 *
 * <p>{@code java -cp CLASSPATH src/build/Sbom.java TARGET LICENCES LOCAL-REPOSITORY VERSION}
 */
final class Sbom {

    private record Library(
            String group, String name, String version, String classifier, Path jar) {

        /** By its place, {@code group/name/version/name-version[-classifier].jar}. */
        static Library of(Path repository, Path jar) {
            Path place = repository.relativize(jar);
            int depth = place.getNameCount();
            String name = place.getName(depth - 3).toString();
            String version = place.getName(depth - 2).toString();
            String rest =
                    place.getFileName().toString().substring((name + "-" + version).length());
            return new Library(
                    place.subpath(0, depth - 3).toString().replace(File.separatorChar, '.'),
                    name,
                    version,
                    rest.replaceFirst("\\.jar$", "").replaceFirst("^-", ""),
                    jar);
        }

        Path pom() {
            return jar.resolveSibling(name + "-" + version + ".pom");
        }

        String purl() {
            return "pkg:maven/%s/%s@%s?%stype=jar"
                    .formatted(
                            group,
                            name,
                            version,
                            classifier.isEmpty() ? "" : "classifier=" + classifier + "&");
        }

        @Override
        public String toString() {
            String suffix = classifier.isEmpty() ? "" : ":" + classifier;
            return group + ":" + name + ":" + version + suffix;
        }
    }

    private final Path repository;
    private final Map<String, String> allowed = new TreeMap<>();
    private final DocumentBuilder xml;

    private Sbom(Path repository, Path licences) throws Exception {
        this.repository = repository;
        this.xml = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        for (String line : Files.readAllLines(licences)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String id = line.substring(0, line.indexOf('=')).strip();
                allowed.put(key(id), id);
                for (String name : line.substring(line.indexOf('=') + 1).split("\\|")) {
                    allowed.put(key(name), id);
                }
            }
        }
        allowed.remove("");
    }

    public static void main(String[] arguments) throws Exception {
        Path target = Path.of(arguments[0]);
        Sbom sbom = new Sbom(Path.of(arguments[2]), Path.of(arguments[1]));
        List<Library> libraries = sbom.libraries(target.resolve("lib"));
        ObjectNode bom = new ObjectMapper().createObjectNode();
        bom.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
        String itself = "pkg:maven/io.eventfork/eventfork@" + arguments[3] + "?type=jar";
        bom.putObject("metadata")
                .putObject("component")
                .put("type", "application")
                .put("bom-ref", itself)
                .put("group", "io.eventfork")
                .put("name", "eventfork")
                .put("version", arguments[3])
                .put("purl", itself);
        ArrayNode components = bom.putArray("components");
        Map<String, List<Library>> byLicence = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        for (Library library : libraries) {
            List<String> licences = sbom.licences(library.pom());
            components.add(sbom.component(components.objectNode(), library, licences));
            licences.stream()
                    .map(name -> sbom.allowed.get(key(name)))
                    .filter(id -> id != null)
                    .findFirst()
                    .ifPresentOrElse(
                            id ->
                                    byLicence
                                            .computeIfAbsent(id, first -> new ArrayList<>())
                                            .add(library),
                            () -> refused.add(library + " has " + licences));
        }
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(target.resolve("bom.json").toFile(), bom);
        Files.writeString(target.resolve("THIRD-PARTY.txt"), report(byLicence));
        if (!refused.isEmpty()) {
            System.err.println("No licence of " + arguments[1] + ":");
            refused.forEach(line -> System.err.println("  " + line));
            System.exit(1);
        }
    }

    /** What is in the folder, as the class path says where it came from. */
    private List<Library> libraries(Path folder) throws IOException {
        List<String> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = new ArrayList<>(list.map(file -> file.getFileName().toString()).toList());
        }
        List<Library> libraries =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(jar -> jar.startsWith(repository))
                        .filter(jar -> files.contains(jar.getFileName().toString()))
                        .map(jar -> Library.of(repository, jar))
                        .sorted(Comparator.comparing(Library::toString))
                        .toList();
        files.removeIf(
                file ->
                        libraries.stream()
                                .anyMatch(library -> library.jar().endsWith(Path.of(file))));
        if (!files.isEmpty()) {
            System.err.println(
                    "In " + folder + " of an earlier build: " + files + "; run 'mvn clean' first.");
            System.exit(1);
        }
        return libraries;
    }

    private ObjectNode component(ObjectNode component, Library library, List<String> licences)
            throws IOException, GeneralSecurityException {
        component
                .put("type", "library")
                .put("bom-ref", library.purl())
                .put("group", library.group())
                .put("name", library.name())
                .put("version", library.version());
        component
                .putArray("hashes")
                .addObject()
                .put("alg", "SHA-256")
                .put("content", sha256(library.jar()));
        ArrayNode array = component.putArray("licenses");
        for (String name : licences) {
            String id = allowed.get(key(name));
            array.addObject()
                    .putObject("license")
                    .put(id == null ? "name" : "id", id == null ? name : id);
        }
        return component.put("purl", library.purl());
    }

    /** Those of the POM, or else of the nearest parent that names any. */
    private List<String> licences(Path pom) throws Exception {
        Document document = xml.parse(pom.toFile());
        List<String> names = new ArrayList<>();
        for (Element licences : children(document.getDocumentElement(), "licenses")) {
            for (Element licence : children(licences, "license")) {
                names.add(text(licence, "name").replaceAll("\\s+", " "));
            }
        }
        List<Element> parent = children(document.getDocumentElement(), "parent");
        if (!names.isEmpty() || parent.isEmpty()) {
            return names;
        }
        String name = text(parent.get(0), "artifactId");
        String version = text(parent.get(0), "version");
        return licences(
                repository
                        .resolve(text(parent.get(0), "groupId").replace('.', '/'))
                        .resolve(name)
                        .resolve(version)
                        .resolve(name + "-" + version + ".pom"));
    }

    private static String report(Map<String, List<Library>> byLicence) {
        StringBuilder report =
                new StringBuilder(
                        "The libraries of Eventfork, by the licence it uses them under.\n");
        byLicence.forEach(
                (licence, libraries) -> {
                    report.append('\n').append(licence).append('\n');
                    libraries.forEach(library -> report.append("  ").append(library).append('\n'));
                });
        return report.toString();
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String sha256(Path jar) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream stream = new DigestInputStream(Files.newInputStream(jar), digest)) {
            stream.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
