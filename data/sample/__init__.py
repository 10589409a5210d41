"""Invented registers that look like what a clerk sends.

One direction, one module each:

1. `names`        companies, codes and persons that cannot be anybody
2. `profiles`     how much of everything each year has
3. `enforcement`  inspections
   `findings`     hazards, orders
   `penalties`    penalty cases
   `services`     permits
   `outreach`     publicity and trainings
   `oversight`    case reviews, plan targets, governance
4. `columns`      the headers each register is exported with
   `dirt`         one value in the several ways people write it
   `planted`      void rows, unreadable rows, small disagreements
5. `sheets`       a table with titles, totals and notes as a grid of cells, written as xlsx or csv
6. `tables`       sheets that look alike in every year
   `layouts`      which register of which year goes into which file
"""
