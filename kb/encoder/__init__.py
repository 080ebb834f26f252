"""The bundled embedding model and what made it (自带向量模型): its training, its questions, its measures."""
