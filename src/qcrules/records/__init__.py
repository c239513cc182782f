"""From whatever holds a record to the record itself: case files, mappings, typed objects, workbooks."""
