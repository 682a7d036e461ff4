"""How fast pipelines know what is to be done: Grokline, DVC and Snakemake on pipelines of as many stages."""
