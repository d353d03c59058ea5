package io.eventfork.runtime.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteSourceTest {

    @TempDir Path temp;

    private void write(String path, String text) throws IOException {
        Path file = temp.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path jar() throws IOException {
        Path jar = temp.resolve("app.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String path :
                    new String[] {
                        "routes/errors.camel.yaml",
                        "routes/shop/resources.yaml",
                        "routes/shop/a.camel.yaml",
                        "routes/cart/b.camel.yaml",
                        "routes/pipelines/p.camel.yaml",
                        "other/c.camel.yaml"
                    }) {
                out.putNextEntry(new JarEntry(path));
                out.write(path.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    @Test
    void readsRoutesOutOfAJar() throws IOException {
        RouteTree tree = BuiltInRoutes.in(jar(), Set.of()).read();

        assertThat(tree.files())
                .containsOnlyKeys(
                        "cart/b.camel.yaml",
                        "errors.camel.yaml",
                        "pipelines/p.camel.yaml",
                        "shop/a.camel.yaml",
                        "shop/resources.yaml")
                .containsEntry("shop/a.camel.yaml", "routes/shop/a.camel.yaml");
    }

    @Test
    void readsRoutesOutOfAClassFolderWhosePathHasASpace() throws IOException {
        write("my classes/routes/shop/a.camel.yaml", "x");

        RouteTree tree = BuiltInRoutes.in(temp.resolve("my classes"), Set.of()).read();

        assertThat(tree.files()).containsOnlyKeys("shop/a.camel.yaml");
    }

    @Test
    void aFilterKeepsItsUseCasesAndWhatAllShare() throws IOException {
        RouteTree tree = BuiltInRoutes.in(jar(), Set.of("cart")).read();

        assertThat(tree.files())
                .containsOnlyKeys(
                        "cart/b.camel.yaml", "errors.camel.yaml", "pipelines/p.camel.yaml");
    }

    @Test
    void aFilterMayNameAPartOfAUseCase() throws IOException {
        write("errors.camel.yaml", "x");
        write("depot/shared.camel.yaml", "x");
        write("depot/orders/a.camel.yaml", "x");
        write("depot/orders/late/b.camel.yaml", "x");
        write("depot/shipping/c.camel.yaml", "x");
        write("depots/d.camel.yaml", "x");

        assertThat(RouteSource.directory(temp, Set.of("depot/orders")).read().files())
                .containsOnlyKeys(
                        "errors.camel.yaml",
                        "depot/shared.camel.yaml",
                        "depot/orders/a.camel.yaml",
                        "depot/orders/late/b.camel.yaml");
        assertThat(RouteSource.directory(temp, Set.of("depot")).read().files())
                .containsKeys("depot/orders/a.camel.yaml", "depot/shipping/c.camel.yaml")
                .doesNotContainKey("depots/d.camel.yaml");
        assertThat(RouteSource.directory(temp, Set.of("depot")).useCases())
                .containsExactly(
                        "depot", "depot/orders", "depot/orders/late", "depot/shipping", "depots");
    }

    @Test
    void ignoresWhatEditorsLeaveAndSaysWhichYamlItDoesNotRead() throws IOException {
        write("shop/a.camel.yaml", "x");
        write("shop/.a.camel.yaml.swp", "x");
        write("shop/.a.camel.yaml", "x");
        write("shop/.#a.camel.yaml", "x");
        write("shop/#a.camel.yaml#", "x");
        write("shop/a.camel.yaml~", "x");
        write("shop/a.camel.yaml.bak", "x");
        write("shop/notes.txt", "x");
        write("shop/plain.yaml", "x");
        write(".git/a.camel.yaml", "x");
        RouteTree tree = RouteSource.directory(temp, Set.of()).read();

        assertThat(tree.files()).containsOnlyKeys("shop/a.camel.yaml");
        assertThat(tree.unread()).containsExactly("shop/plain.yaml");
    }

    @Test
    void readsAConfigMapAndFollowsItsSwap() throws IOException {
        write("..v1/a.camel.yaml", "old");
        write("..v2/a.camel.yaml", "new");
        Files.createSymbolicLink(temp.resolve("..data"), Path.of("..v1"));
        Files.createSymbolicLink(temp.resolve("a.camel.yaml"), Path.of("..data/a.camel.yaml"));
        RouteSource source = RouteSource.directory(temp, Set.of());
        assertThat(source.read().files())
                .containsExactlyEntriesOf(java.util.Map.of("a.camel.yaml", "old"));

        Files.createSymbolicLink(temp.resolve("..data_tmp"), Path.of("..v2"));
        Files.move(
                temp.resolve("..data_tmp"),
                temp.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(source.read().files())
                .containsExactlyEntriesOf(java.util.Map.of("a.camel.yaml", "new"));
    }

    @Test
    void endsInAFolderThatLinksToItselfAndSkipsLinksToNothing() throws IOException {
        write("shop/a.camel.yaml", "x");
        Files.createSymbolicLink(temp.resolve("shop/loop"), temp);
        Files.createSymbolicLink(temp.resolve("gone.camel.yaml"), Path.of("nowhere"));

        assertThat(RouteSource.directory(temp, Set.of()).read().files())
                .containsOnlyKeys("shop/a.camel.yaml");
    }

    @Test
    void ejectsEveryFileForEditing() throws IOException {
        Path target = temp.resolve("mine/routes");

        assertThat(BuiltInRoutes.in(jar(), Set.of()).eject(target)).hasSize(5);

        assertThat(RouteSource.directory(target, Set.of()).read())
                .isEqualTo(BuiltInRoutes.in(jar(), Set.of()).read());
    }

    @Test
    void ejectsNothingIfAFileIsInTheWay() throws IOException {
        write("mine/shop/a.camel.yaml", "edited");

        assertThatThrownBy(() -> BuiltInRoutes.in(jar(), Set.of()).eject(temp.resolve("mine")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("a.camel.yaml");

        assertThat(temp.resolve("mine/errors.camel.yaml")).doesNotExist();
        assertThat(temp.resolve("mine/shop/a.camel.yaml")).hasContent("edited");
    }
}
