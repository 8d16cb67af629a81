"""Search over pages and glossary terms. `index.Index` is built with the catalogue; `Index.look_up` answers a query."""
